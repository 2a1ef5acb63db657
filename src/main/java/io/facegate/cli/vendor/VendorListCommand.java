package io.facegate.cli.vendor;

import io.facegate.catalogue.VendorApi;
import io.facegate.catalogue.VendorOperation;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code vendor list}: prints every operation that Facegate knows, one a line. */
@Command(
        name = "list",
        description = {
            "Prints every operation that Facegate knows, one per line: the API, the operation, and what it always"
                    + " does to faces.",
            "\"by parameters\" means that only the parameters decide. With --json each line has all that vendor show"
                    + " prints."
        },
        exitCodeList = {"0:printed", "2:bad usage, such as an unknown provider"},
        footer = {
            "",
            "Examples:",
            "  facegate vendor list",
            "  facegate vendor list --api rekognition",
            "  facegate vendor list --json"
        })
public final class VendorListCommand extends FacegateCommand {
    @Mixin
    private ApiOption selected = new ApiOption();

    @Override
    protected ExitCode run() {
        for (var api : selected.apis()) {
            api.catalogue().operations().values().forEach(operation -> print(api, operation));
        }
        return ExitCode.DONE;
    }

    private void print(VendorApi api, VendorOperation operation) {
        var description = new OperationDescription(api, operation);
        output().print(
                        description.fields(),
                        "%-14s %-52s %s".formatted(api.word(), operation.name(), description.capabilityCodes()));
    }
}
