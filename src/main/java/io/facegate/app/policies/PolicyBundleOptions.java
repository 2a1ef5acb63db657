package io.facegate.app.policies;

import io.facegate.app.files.PemPair;
import io.facegate.cli.EnvironmentVariables;
import io.facegate.cli.FileArgument;
import io.facegate.cli.HelpHeading;
import io.facegate.ledger.note.VerificationException;
import io.facegate.usecase.delivery.BundleSigners;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for policies that are delivered as signed bundles. */
@EnvironmentVariables
@HelpHeading("Policies from a signed bundle")
public final class PolicyBundleOptions {
    @Option(
            names = "--policy-bundle",
            paramLabel = "PLACE",
            description = "The signed bundle that the policies are taken from, instead of --policies: a file, or an"
                    + " address that begins with https://. It is looked at again and again; needs --policy-signers."
                    + " Default: none.")
    private @Nullable String place;

    @Option(
            names = "--policy-signers",
            paramLabel = "FILE",
            converter = FileArgument.class,
            description = "The file of those who sign policy bundles, and of how many must. Default: none.")
    private @Nullable Path signers;

    @Option(
            names = "--policy-bundle-ca",
            paramLabel = "FILE",
            converter = FileArgument.class,
            description = "PEM file of the certificate authorities that the address of --policy-bundle is trusted by,"
                    + " instead of those of the Java runtime. It is read with each fetch. Default: the"
                    + " authorities of the Java runtime.")
    private @Nullable Path authorities;

    /** True if the policies come from bundles. */
    public boolean areGiven() {
        return place != null && !place.isEmpty();
    }

    /** Why these options are invalid, or null. */
    public @Nullable String problem() {
        if (!areGiven()) {
            return problemWithoutBundle();
        }
        if (place != null && !PolicyBundleSettings.isPlace(place)) {
            return "--policy-bundle takes a file, or an address that begins with https:// and has no user name.";
        }
        if (signers == null) {
            return "--policy-bundle needs --policy-signers: nobody else says who may sign the policies.";
        }
        var unfit = problemOfFile();
        return unfit.isEmpty() ? problemOfAuthorities() : "--policy-signers" + unfit;
    }

    private @Nullable String problemWithoutBundle() {
        if (signers != null) {
            return "--policy-signers needs --policy-bundle: name both, or neither.";
        }
        return authorities == null ? null : "--policy-bundle-ca needs --policy-bundle with an address.";
    }

    private @Nullable String problemOfAuthorities() {
        if (authorities == null) {
            return null;
        }
        return PolicyBundleSettings.isAddress(String.valueOf(place))
                ? PemPair.authoritiesProblem("--policy-bundle-ca", authorities)
                : "--policy-bundle-ca needs --policy-bundle with an address that begins with https://.";
    }

    private String problemOfFile() {
        try {
            readSigners();
            return "";
        } catch (IOException | VerificationException unfit) {
            return ": " + signers + " is no file of signers: "
                    + (unfit instanceof VerificationException wrong ? wrong.reason() : "it cannot be read")
                    + ". See docs/policy-delivery.md.";
        }
    }

    private BundleSigners readSigners() throws IOException, VerificationException {
        return BundleSigners.read(signers == null ? Path.of("") : signers);
    }

    /** The settings; null if the policies come from a folder. */
    public @Nullable PolicyBundleSettings settings() {
        if (!areGiven()) {
            return null;
        }
        try {
            return new PolicyBundleSettings(String.valueOf(place), readSigners(), authorities);
        } catch (IOException | VerificationException unfit) {
            throw new IllegalArgumentException("--policy-signers" + problemOfFile(), unfit);
        }
    }
}
