package io.facegate.app.policies;

import io.facegate.app.policies.RecordedPolicies.Baseline;
import io.facegate.policy.catalogue.PolicyArchive;
import io.facegate.policy.language.PolicyErrors;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.policy.reading.ReadingOptions;
import io.facegate.usecase.delivery.VerifiedBundle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What takes part in the delivery of bundles to one gateway.
 *
 * @param source where they are delivered; null for a gateway that only keeps the bundle it has
 * @param recorded reads the policies that some gateway put in force last
 */
record BundleDelivery(
        @Nullable BundleSource source,
        BundleAdmission admission,
        BundleFolder kept,
        PolicyArchive archive,
        Supplier<RecordedPolicies> recorded) {
    /** What a bundle is compared with: these policies and those that are recorded, if any are. */
    BundleBaseline known(List<Baseline> here, long serial, RecordedPolicies last) {
        var sets = new ArrayList<>(here);
        boolean known = here.stream().anyMatch(one -> one.digest().equals(last.digest()));
        if (!known && !last.digest().isEmpty()) {
            sets.add(baseline(last));
        }
        return new BundleBaseline(sets, Math.max(serial, last.serial()));
    }

    /** The policies of a kept bundle, to compare others with. */
    Baseline baseline(VerifiedBundle kept) {
        try {
            var read = PolicyReader.read(kept.files(), ReadingOptions.SERVED);
            return new Baseline(read.digest(), read);
        } catch (PolicyErrors unreadable) {
            return Baseline.UNKNOWN;
        }
    }

    /** The recorded policies, to compare others with. */
    Baseline baseline(RecordedPolicies last) {
        try {
            return new Baseline(last.digest(), archive.contains(last.digest()) ? archive.read(last.digest()) : null);
        } catch (PolicyErrors altered) {
            return new Baseline(last.digest(), null);
        }
    }
}
