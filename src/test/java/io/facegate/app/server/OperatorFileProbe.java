package io.facegate.app.server;

import io.facegate.call.VendorAccount;
import io.facegate.vendor.client.ProviderRoute;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Files of operators that only the gateway's start reads, for the fuzzer. */
public final class OperatorFileProbe {
    private OperatorFileProbe() {}

    /** What a file of routes says, where those providers answer. */
    public static List<ProviderRoute> routes(Path file, Set<String> answering) {
        return RoutesFile.read(file, answering);
    }

    /** The accounts that a file names. */
    public static List<VendorAccount> accounts(Path file) {
        return VendorAccountsFile.read(file).stream()
                .map(VendorAccountsFile.Entry::account)
                .toList();
    }
}
