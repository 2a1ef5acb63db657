package io.facegate.cli.policy;

import io.facegate.cli.CommandOutput;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.policy.schema.PolicySchemas;
import io.facegate.policy.vocabulary.WordList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code policy schema}: prints the JSON Schema with which editors complete and check policy files. */
@Command(
        name = "schema",
        description = {
            "Print the JSON Schema (draft 2020-12) of one kind of policy file, for editors.",
            "It is made from the lists of words that the compiler uses. Everything that compiles is valid by it."
                    + " Some mistakes are found only by the compiler, such as a rule that ends before it begins."
        },
        exitCodeList = {"0:printed", "2:bad usage"},
        footer = {
            "",
            "Examples:",
            "  facegate policy schema          # of packs",
            "  facegate policy schema test     # of *_test.yaml",
            "",
            "As the first line of a pack this makes most editors complete and check it:",
            "  # yaml-language-server: $schema=../docs/schema/pack.json"
        })
public final class PolicySchemaCommand extends FacegateCommand {
    @Parameters(
            paramLabel = "KIND",
            arity = "0..1",
            defaultValue = "pack",
            description = "pack, test, overrides or invariants. Default: pack.")
    private String kind = "pack";

    @Override
    protected ExitCode run() {
        if (!PolicySchemas.NAMES.contains(kind)) {
            throw usageError(WordList.unknownMessage("kind of file", kind, PolicySchemas.NAMES));
        }
        var schema = PolicySchemas.schema(kind);
        output().print(schema, CommandOutput.indent(schema));
        return ExitCode.DONE;
    }
}
