export const simulateUsage = `  lambda-workbench simulate FILE [--seed N] [--mode exact|fluid] [--json]
  lambda-workbench simulate --rps N|--traffic SHAPE|--csv TRACE --for TIME --duration TIME[,P99] --init TIME[,P99] [--memory MB]
                         [--timeout TIME] [--architecture A] [--reserved N] [--provisioned N] [--account N] [--idle TIME]
                         [--spacing poisson|even] [--csv-step TIME] [--rate-scale N] [--seed N] [--mode exact|fluid] [--json]
`;

export const simulateHelp = `simulate  tells what Lambda would do with traffic: concurrency, throttles and what would mend them, cold starts, latency, cost. FILE is a
        scenario, YAML or JSON; or one function is described here. --traffic: constant:RPS, ramp:FROM,TO[,OVER], step:AT=RPS,AT=RPS,...,
        spike:BASE,PEAK,AT,FOR or daily:LOW,HIGH,HOUR with times such as 90s. --csv: counted arrivals, a line each: a time and a count,
        or a count for each --csv-step (60s). --duration and --init: a time, or a median and what 99 of 100 do not exceed (200ms,900ms).
        --account: its concurrency, 1000. --mode: one course, each invocation of it (exact), or what is to be expected on
        average (fluid; for loads of more than ten million where --mode is left out).
        The same seed gives the same result. Exit code 0; 1: the scenario is wrong; 2: the command line is.
`;
