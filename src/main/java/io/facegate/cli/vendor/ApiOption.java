package io.facegate.cli.vendor;

import io.facegate.catalogue.VendorApi;
import io.facegate.policy.vocabulary.WordList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that selects one API of a vendor. */
final class ApiOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--api", paramLabel = "WORD", description = "Only this API: ${bundle:vendors.apis}. Default: all.")
    private @Nullable String provider;

    /** The selected APIs; an unknown word is an error of usage. */
    List<VendorApi> apis() {
        if (provider == null) {
            return List.of(VendorApi.values());
        }
        var api = VendorApi.fromWord(provider);
        if (api == null) {
            var known = Stream.of(VendorApi.values()).map(VendorApi::word).toList();
            throw new ParameterException(spec.commandLine(), WordList.unknownMessage("API", provider, known));
        }
        return List.of(api);
    }
}
