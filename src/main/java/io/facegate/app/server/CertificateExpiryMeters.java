package io.facegate.app.server;

import io.facegate.app.files.FileReloader;
import io.facegate.app.policies.PolicyBundleSettings;
import io.facegate.integrity.TrustedAuthorities;
import io.facegate.vendor.client.CertificateCredential;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Meters of the days until the certificates end that options name. */
final class CertificateExpiryMeters {
    private static final double DAY_SECONDS = 86_400;

    private CertificateExpiryMeters() {}

    /**
     * Registers the meter of an option.
     *
     * @param option that names the file, without dashes
     * @param end of the first certificate of it that ends; null if none is known
     */
    static void register(MeterRegistry meters, String option, Supplier<@Nullable Instant> end) {
        Gauge.builder("facegate.certificate.expiry.days", end, from -> daysUntil(from.get()))
                .description("Days until the first certificate of that option ends; NaN without one")
                .tag("option", option)
                .strongReference(true)
                .register(meters);
    }

    /** The days until then, below 0 once it is past; NaN for null. */
    static double daysUntil(@Nullable Instant end) {
        return end == null ? Double.NaN : Duration.between(Instant.now(), end).toSeconds() / DAY_SECONDS;
    }

    /** Registers the meter of the vendors' credentials that are in use, at all accounts together. */
    static void credentials(MeterRegistry meters, FileReloader files) {
        register(meters, "azure-certificate", () -> earliest(files.inUse("azure-certificate")));
    }

    private static @Nullable Instant earliest(List<Object> credentials) {
        Instant earliest = null;
        for (var used : credentials) {
            var end = used instanceof CertificateCredential credential ? credential.certificateEnd() : null;
            if (end != null && (earliest == null || end.isBefore(earliest))) {
                earliest = end;
            }
        }
        return earliest;
    }

    /** Registers the meter of the authorities of policy bundles, whose file is read with each fetch. */
    static void bundle(MeterRegistry meters, @Nullable PolicyBundleSettings bundle) {
        var file = bundle == null ? null : bundle.authorities();
        var end = file == null ? null : new AuthoritiesEnd(file);
        register(meters, "policy-bundle-ca", () -> end == null ? null : end.get());
    }

    /** When the first certificate of a file of authorities ends, as the file is now. */
    private static final class AuthoritiesEnd {
        private final Path file;
        private byte @Nullable [] read;
        private @Nullable Instant end;

        AuthoritiesEnd(Path file) {
            this.file = file;
        }

        /** Returns null if the file cannot be used; then no bundle can be fetched either. */
        synchronized @Nullable Instant get() {
            try {
                if (!Files.isRegularFile(file)) {
                    // Another kind of file might never end, and a scrape would wait for it.
                    throw new IOException(file + " is no regular file.");
                }
                var now = TrustedAuthorities.read(file);
                if (!Arrays.equals(now, read)) {
                    read = now;
                    end = TrustedAuthorities.earliestEnd(now);
                }
            } catch (IOException | CertificateException unfit) {
                end = null;
                read = null;
            }
            return end;
        }
    }
}
