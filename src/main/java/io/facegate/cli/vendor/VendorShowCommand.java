package io.facegate.cli.vendor;

import io.facegate.catalogue.VendorApi;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.policy.vocabulary.WordList;
import java.util.ArrayList;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code vendor show}: prints what is known of one operation. */
@Command(
        name = "show",
        description = {
            "Prints what Facegate knows about an operation: what it does to faces, its parameters and what they add,"
                    + " what it makes or erases, whether its answer can be filtered, and whether the gateway may"
                    + " send it again.",
            "If several APIs have the operation, it prints each."
        },
        exitCodeList = {"0:printed", "2:bad usage, such as an unknown operation"},
        footer = {
            "",
            "Examples:",
            "  facegate vendor show DetectFaces",
            "  facegate vendor show ListFaces --api compreface",
            "  facegate vendor show CompareFaces --json"
        })
public final class VendorShowCommand extends FacegateCommand {
    @Parameters(paramLabel = "OPERATION", description = "The vendor's name of the operation, such as CompareFaces.")
    private String name = "";

    @Mixin
    private ApiOption selected = new ApiOption();

    @Override
    protected ExitCode run() {
        var found = new ArrayList<OperationDescription>();
        var known = new TreeSet<String>();
        for (var api : selected.apis()) {
            var operation = api.operation(name);
            if (operation != null) {
                found.add(new OperationDescription(api, operation));
            }
            known.addAll(api.catalogue().operations().keySet());
        }
        if (found.isEmpty()) {
            throw usageError(leftOut(WordList.unknownMessage("operation", name, known)));
        }
        found.forEach(each -> output().print(each.fields(), each.text()));
        return ExitCode.DONE;
    }

    /** The reason why an operation is left out, if it is; else the message. */
    private String leftOut(String otherwise) {
        return selected.apis().stream()
                .flatMap(api -> api.catalogue().leftOut().stream()
                        .filter(each -> each.name().equals(name))
                        .map(each -> name + " of " + title(api) + " is refused: " + each.why()))
                .findFirst()
                .orElse(otherwise);
    }

    private static String title(VendorApi api) {
        return api.catalogue().title();
    }
}
