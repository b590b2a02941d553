import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  ListFunctionsCommand,
  PutFunctionConcurrencyCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  type UpdateFunctionConfigurationCommandInput,
} from '@aws-sdk/client-lambda';

import { zipBytes } from '../../unit/runner/store/archives/zipBytes.ts';
import { type AnswerRow, arn, recordedWith, refused, role, text, type World, zip } from './answered.ts';

const notFound = 'Function not found: arn:<partition>:lambda:<region>:111111111111:function:';
const unzippable = 262_144_000;

/** Functions: names, creation, settings, code, invocation. The region has a folder that stands for S3, with the bucket `there`. */
export const functionsRows: readonly AnswerRow[] = [
  ...names(),
  ...versionsThatAreNotThere(),
  ...oldRuntimes(),
  ...settings(),
  ...code(),
  ...invocations(),
];

function names(): readonly AnswerRow[] {
  return [
    get(`${notFound}doesnotexist`, 'doesnotexist'),
    get(`${notFound}some-function:$LATEST`, arn('some-function', '$LATEST'), '$LATEST'),
    get('The derived qualifier from the function name does not match the specified qualifier.', arn('some-function', '$LATEST'), '1'),
    get(`${notFound}<nonexisting-fn-name>`, 'nobody', undefined, { '<nonexisting-fn-name>': 'nobody' }),
    get(
      "Functions from '<wrong-region>' are not reachable in this region ('<region>')",
      arn('f').replace('us-east-1', 'eu-west-2'),
      undefined,
      { '<wrong-region>': 'eu-west-2' },
    ),
    get("Functions from 'ap-southeast-1' are not reachable in this region ('<region>')", arn('f').replace('us-east-1', 'ap-southeast-1')),
    {
      recorded: '',
      type: 'AccessDeniedException',
      provoke: async ({ client }) => {
        await client.send(new CreateFunctionCommand(creation('999999999999:function:elsewhere')));
      },
    },
    {
      recorded: `${notFound}<fn-name>`,
      provoke: async ({ client, name }) => {
        await refused(client.send(new DeleteFunctionCommand({ FunctionName: name, Qualifier: '1221' })));
        return { '<fn-name>': name };
      },
    },
    {
      recorded: '$LATEST version cannot be deleted without deleting the function.',
      provoke: async ({ client, create }) => {
        await client.send(new DeleteFunctionCommand({ FunctionName: await create(), Qualifier: '$LATEST' }));
      },
    },
    {
      recorded: `${notFound}doesnotexist:$LATEST`,
      provoke: async ({ client }) => {
        await client.send(new PutFunctionConcurrencyCommand({ FunctionName: 'doesnotexist', ReservedConcurrentExecutions: 1 }));
      },
    },
    {
      recorded:
        "1 validation error detected: Value 'arn:<partition>:lambda:<region>:111111111111:function:<function-name>' at 'functionName' " +
        'failed to satisfy constraint: Member must have length less than or equal to 140',
      provoke: async ({ client }) => {
        const long = 'a'.repeat(150);
        await refused(client.send(new CreateFunctionCommand({ ...creation(arn(long)) })));
        return { '<function-name>': long };
      },
    },
    {
      recorded:
        `1 validation error detected: Value '${'a'.repeat(65)}' at 'functionName' failed to satisfy constraint: ` +
        'Member must have length less than or equal to 64',
      provoke: async ({ client }) => {
        await client.send(new CreateFunctionCommand(creation('a'.repeat(65))));
      },
    },
    {
      recorded:
        "1 validation error detected: Value 'invalid' at 'functionVersion' failed to satisfy constraint: " +
        'Member must satisfy enum value set: [ALL]',
      provoke: async ({ client }) => {
        await client.send(new ListFunctionsCommand({ FunctionVersion: text('invalid') }));
      },
    },
    cut("Value 'invalid:function:name' at 'functionName'", (client) =>
      client.send(new CreateFunctionCommand(creation('invalid:function:name'))),
    ),
    cut("123400000000@function:myfn' at 'functionName'", (client) =>
      client.send(new GetFunctionCommand({ FunctionName: 'arn:aws:lambda:us-east-1:123400000000@function:myfn' })),
    ),
    {
      recorded: recordedWith("Value 'invalid-qualifier-with-?-char' at 'qualifier'"),
      provoke: async ({ client, name }) => {
        await client.send(new GetFunctionCommand({ FunctionName: name, Qualifier: 'invalid-qualifier-with-?-char' }));
      },
    },
  ];
}

function versionsThatAreNotThere(): readonly AnswerRow[] {
  const rows: readonly (readonly [recorded: string, placeholder: string, qualifier: string])[] = [
    [`${notFound}<fn-name>:1221`, '<fn-name>', '1221'],
    [`${notFound}<function-name>:42`, '<function-name>', '42'],
    [`${notFound}<function-name>:valid-with-$-but-doesnotexist`, '<function-name>', 'valid-with-$-but-doesnotexist'],
  ];
  return rows.map(([recorded, placeholder, qualifier]) => ({
    recorded,
    provoke: async ({ client, create }) => {
      const name = await create();
      await refused(client.send(new GetFunctionConfigurationCommand({ FunctionName: name, Qualifier: qualifier })));
      return { [placeholder]: name };
    },
  }));
}

function oldRuntimes(): readonly AnswerRow[] {
  return ['dotnetcore3.1', 'go1.x', 'java8', 'nodejs12.x', 'nodejs14.x', 'provided', 'python3.7', 'ruby2.7'].map((runtime) => ({
    recorded:
      `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. ` +
      'We recommend you use a supported runtime while creating or updating functions.',
    provoke: async ({ client, name }) => {
      await client.send(new CreateFunctionCommand({ ...creation(name), Runtime: text(runtime) }));
    },
  }));
}

function settings(): readonly AnswerRow[] {
  return [
    configure("Value PYTHON3.9 at 'runtime'", { Runtime: text('PYTHON3.9') }),
    configure("Value non-existent-runtime at 'runtime'", { Runtime: text('non-existent-runtime') }),
    configure("at 'snapStart.applyOn'", { SnapStart: { ApplyOn: text('invalidOption') } }),
    configure("Value 'r1' at 'role'", { Role: 'r1' }),
    configure("at 'vpcConfig.securityGroupIds'", { VpcConfig: { SecurityGroupIds: ['nope'] } }, { '<security_group_id_2>': 'nope' }),
    configure("at 'vpcConfig.subnetIds'", { VpcConfig: { SubnetIds: ['nope'] } }, { '<subnet_id_2>': 'nope' }),
    cut("Value '[X86_64]' at 'architectures'", (client, name) =>
      client.send(new CreateFunctionCommand({ ...creation(name), Architectures: [text('X86_64')] })),
    ),
    cut("Value '[x86_64, arm64]' at 'architectures'", (client, name) =>
      client.send(new CreateFunctionCommand({ ...creation(name), Architectures: ['x86_64', 'arm64'] })),
    ),
    {
      recorded:
        'The Revision Id provided does not match the latest Revision Id. ' +
        'Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
      provoke: async ({ client, create }) => {
        await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: await create(), RevisionId: crypto.randomUUID() }));
      },
    },
  ];
}

function code(): readonly AnswerRow[] {
  const fromS3 = (bucket: string): AnswerRow['provoke'] => async ({ client, name }) => {
    await client.send(new CreateFunctionCommand({ ...creation(name), Code: { S3Bucket: bucket, S3Key: 'missing.zip' } }));
  };
  return [
    {
      recorded: 'Error occurred while GetObject. S3 Error Code: NoSuchBucket. S3 Error Message: The specified bucket does not exist',
      provoke: fromS3('nobody'),
    },
    {
      recorded: 'Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.',
      provoke: fromS3('there'),
    },
    {
      recorded: 'Could not unzip uploaded file. Please check your file, then try to upload again.',
      provoke: async ({ client, create }) => {
        await client.send(new UpdateFunctionCodeCommand({ FunctionName: await create(), ZipFile: Buffer.from('no zip') }));
      },
    },
    {
      recorded: "Please don't provide ImageUri when updating a function with packageType Zip.",
      provoke: async ({ client, create }) => {
        await client.send(new UpdateFunctionCodeCommand({ FunctionName: await create(), ImageUri: 'registry/image:1' }));
      },
    },
    {
      recorded: 'Please provide ImageUri when updating a function with packageType Image.',
      provoke: async ({ client, name }) => {
        const { Runtime: _runtime, Handler: _handler, ...rest } = creation(name);
        await client.send(new CreateFunctionCommand({ ...rest, PackageType: 'Image', Code: { ImageUri: 'registry/image:1' } }));
        await client.send(new UpdateFunctionCodeCommand({ FunctionName: name, ZipFile: zip }));
      },
    },
    {
      recorded: 'Unzipped size must be smaller than 262144000 bytes',
      provoke: async ({ client, name }) => {
        const large = zipBytes([{ name: 'large', content: Buffer.alloc(unzippable + 1), deflated: true }]);
        await client.send(new CreateFunctionCommand({ ...creation(name), Code: { ZipFile: large } }));
      },
    },
    {
      recorded: 'Zipped size must be smaller than 52428800 bytes',
      provoke: async ({ client, name }) => {
        await client.send(new CreateFunctionCommand({ ...creation(name), Code: { ZipFile: Buffer.alloc(52_428_801) } }));
      },
    },
    {
      recorded: 'Request must be smaller than 70167211 bytes for the CreateFunction operation',
      provoke: async ({ client, name }) => {
        await client.send(new CreateFunctionCommand({ ...creation(name), Code: { ZipFile: Buffer.alloc(60_000_000) } }));
      },
    },
  ];
}

function invocations(): readonly AnswerRow[] {
  const invoke = (payload: readonly number[]): AnswerRow['provoke'] => async ({ client, create }) => {
    await client.send(new InvokeCommand({ FunctionName: await create(), Payload: Buffer.from(payload) }));
  };
  return [
    { recorded: recordedWith('Invalid UTF-8 start byte 0x87'), provoke: invoke([0x22, 0x87, 0x22]) },
    { recorded: recordedWith('CTRL-CHAR, code 153'), provoke: invoke([0x99]) },
    {
      recorded: 'Rate Exceeded.',
      provoke: async ({ client, create }) => {
        const name = await create();
        await client.send(new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions: 0 }));
        await client.send(new InvokeCommand({ FunctionName: name }));
      },
    },
  ];
}

function get(recorded: string, name: string, qualifier?: string, values?: Readonly<Record<string, string>>): AnswerRow {
  return {
    recorded,
    provoke: async ({ client }) => {
      await refused(client.send(new GetFunctionCommand({ FunctionName: name, ...(qualifier !== undefined && { Qualifier: qualifier }) })));
      return values;
    },
  };
}

function cut(part: string, call: (client: World['client'], name: string) => Promise<unknown>): AnswerRow {
  return {
    recorded: recordedWith(part),
    provoke: async ({ client, name }) => {
      await call(client, name);
    },
  };
}

function configure(
  part: string,
  change: Omit<UpdateFunctionConfigurationCommandInput, 'FunctionName'>,
  values?: Readonly<Record<string, string>>,
): AnswerRow {
  return {
    recorded: recordedWith(part),
    provoke: async ({ client, create }) => {
      await refused(client.send(new UpdateFunctionConfigurationCommand({ FunctionName: await create(), ...change })));
      return values;
    },
  };
}

function creation(name: string) {
  return { FunctionName: name, Runtime: 'nodejs24.x' as const, Handler: 'index.handler', Role: role, Code: { ZipFile: zip } };
}
