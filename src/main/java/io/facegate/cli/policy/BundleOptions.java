package io.facegate.cli.policy;

import io.facegate.cli.FileArgument;
import io.facegate.cli.SecretFileArgument;
import io.facegate.ledger.note.VerificationException;
import io.facegate.usecase.delivery.BundleManifest;
import io.facegate.usecase.delivery.BundleSigning;
import io.facegate.usecase.delivery.BundleTerms;
import io.facegate.usecase.delivery.PolicyBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options of the commands that sign policy bundles. */
final class BundleOptions {
    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            converter = SecretFileArgument.class,
            description = "The file with the signer's secret key, which policy key made.")
    private @Nullable Path key;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FILE",
            description = "The bundle. If it exists, a signature is added to it.")
    private Path to = Path.of("");

    @Option(
            names = "--serial",
            paramLabel = "N",
            description = "The number of a new bundle; gateways take only higher ones than before. Default: one more"
                    + " than that of --after.")
    private @Nullable Long serial;

    @Option(
            names = "--after",
            paramLabel = "FILE",
            converter = FileArgument.class,
            description = "The bundle before this one, whose number is counted on from.")
    private @Nullable Path after;

    @Option(
            names = "--commit",
            paramLabel = "TEXT",
            description = "The commit that the policies were taken from: at most 100 letters, digits and"
                    + " . _ : @ + - or slashes. Gateways record it.")
    private @Nullable String commit;

    @Option(
            names = "--activate",
            paramLabel = "T",
            description = "When the policies come into force, on all gateways: 2026-12-01T08:00:00Z, or a day (UTC)."
                    + " Default: at once.")
    private @Nullable String activate;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    private static final long MOST = 999_999_999_999_999L;

    Path to() {
        return to;
    }

    /** Makes the bundle, or adds a signature to the one that is there, and writes it. */
    PolicyBundle sign(BundleSigning.Content content) throws IOException, VerificationException, BundleSigning.Refused {
        var secret = key;
        if (secret == null) {
            throw usageError("--key: name the file with the signer's secret key");
        }
        var there = Files.exists(to) ? BundleSigning.readBundle(to) : null;
        if (there != null) {
            requireSame(there.manifest());
        }
        var signed = there == null
                ? BundleSigning.create(content, terms(), secret)
                : BundleSigning.addSignature(there, content, secret);
        BundleSigning.write(signed, to);
        return signed;
    }

    private BundleTerms terms() throws IOException, VerificationException {
        return new BundleTerms(number(), requireCommit(), activation());
    }

    /** Refuses to sign a bundle that differs from what the options ask for. */
    private void requireSame(BundleManifest there) throws IOException, VerificationException {
        boolean same = (commit == null || commit.equals(there.commit()))
                && (activate == null || String.valueOf(activation()).equals(String.valueOf(there.activation())))
                && ((serial == null && after == null) || number() == there.serial());
        if (!same) {
            throw usageError("--to: " + to + " holds the bundle with serial " + there.serial() + ", commit "
                    + there.commit() + " and activation " + there.activation()
                    + ". Name another file for another bundle");
        }
    }

    private long number() throws IOException, VerificationException {
        if (serial == null && after == null) {
            throw usageError("--serial N or --after FILE gives a new bundle its number");
        }
        long number = serial != null
                ? serial
                : BundleSigning.readBundle(Objects.requireNonNull(after))
                                .manifest()
                                .serial()
                        + 1;
        if (number < 1 || number > MOST) {
            throw usageError("--serial: the number is from 1 to " + MOST);
        }
        return number;
    }

    private @Nullable String requireCommit() {
        if (commit != null && !BundleManifest.isCommit(commit)) {
            throw usageError("--commit takes at most 100 letters, digits and . _ : @ + - or slashes");
        }
        return commit;
    }

    private @Nullable Instant activation() {
        return activate == null
                ? null
                : new MomentReader(spec, "UTC").parse("--activate", activate).truncatedTo(ChronoUnit.SECONDS);
    }

    private ParameterException usageError(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
