package io.facegate.app.registration;

import io.facegate.catalogue.VendorApi;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One vendor, as the gateway registers it: its words, the wires that its callers speak, how calls are sent to it, and
 * its options. An instance holds the options of one command; everything else is the same for all instances.
 */
public interface VendorRegistration {
    /** Its word in {@code --provider}. */
    String word();

    /** Its APIs. Their words stand for it in policies and name its providers. */
    List<VendorApi> apis();

    /** The name of its clients in help texts, such as {@code Azure}. */
    String clients();

    /** The options that an example of {@code facegate serve} gives for it. */
    String example();

    /** Its wires; no path may belong to two of them, nor to two vendors. */
    List<WireRegistration> wires();

    /** The calls of {@code facegate vendor check}. */
    VendorCheckCalls checkCalls();

    /** Why its options are invalid, or null. They are read only if the operator chose it. */
    @Nullable
    String problem();

    /** Why its options cannot describe one of several accounts, or null. */
    default @Nullable String problemAsAccount() {
        return problem();
    }

    /** How its providers are opened with its options, which are valid. */
    ProviderOpener opener();
}
