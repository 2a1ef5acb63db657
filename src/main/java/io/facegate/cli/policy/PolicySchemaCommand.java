package io.facegate.cli.policy;

import io.facegate.cli.CommonOptions;
import io.facegate.cli.ExitCode;
import io.facegate.policy.schema.PolicySchemas;
import io.facegate.policy.vocabulary.WordList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code policy schema}: prints the JSON Schema with which editors complete and check policy files. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = {
            "Print the JSON Schema (draft 2020-12) of one kind of policy file, for editors.",
            "It is made from the lists of words that the compiler uses. Everything that compiles is valid by it."
                    + " Some mistakes are found only by the compiler, such as a rule that ends before it begins."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:printed", "2:bad usage"},
        footer = {
            "",
            "Examples:",
            "  facegate policy schema          of packs",
            "  facegate policy schema test     of *_test.yaml",
            "",
            "As the first line of a pack this makes most editors complete and check it:",
            "  # yaml-language-server: $schema=../docs/schema/pack.json"
        })
public final class PolicySchemaCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions settings = new CommonOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "KIND",
            arity = "0..1",
            defaultValue = "pack",
            description = "pack, test, overrides or invariants. Default: pack.")
    private String kind = "pack";

    @Override
    public Integer call() {
        if (!PolicySchemas.NAMES.contains(kind)) {
            throw new ParameterException(
                    spec.commandLine(), WordList.unknown("kind of file", kind, PolicySchemas.NAMES));
        }
        var schema = PolicySchemas.of(kind);
        settings.print(settings.json() ? JsonLine.line(schema) : JsonLine.pretty(schema));
        return ExitCode.DONE.number();
    }
}
