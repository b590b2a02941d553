export const loadUsage = `  lambda-workbench load NAME --rate N --for TIME [--ramp-to N] [--spacing poisson|even] [--event FILE|-] [--qualifier Q]
                         [--max N] [--in-flight N] [--endpoint URL] [--profile P] [--region R] [--seed N] [--json] [--confirm TEXT]
`;

export const loadHelp = `load    invokes a function at a rate, 50 a second with --rate 50, for so long (90s, 10m, 1h), or from that rate to another with --ramp-to.
        Invocations are sent when they are due and never wait for answers; latency counts from when they were due. --spacing: at random as
        from many callers (poisson), or evenly. --max: at most so many are sent, 1000000. --in-flight: beyond so many under way, 5000, what
        is due is counted and not sent. --seed: other random arrivals, 1. Ctrl-C stops it, and prints what was measured.
        Without --endpoint, --profile and --region it reads AWS_ENDPOINT_URL_LAMBDA or AWS_ENDPOINT_URL. Any other target than an endpoint
        on this machine, and AWS above all, wants --confirm with the text that it prints when that is missing: what it costs is in it.
        Exit code 0: all were answered, throttled ones too; 1: a function or a call failed, or some were not sent; 2: the command line
        is wrong, or the confirmation is missing.
`;
