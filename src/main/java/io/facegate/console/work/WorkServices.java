package io.facegate.console.work;

import io.facegate.policy.PolicyEngine;
import io.facegate.usecase.ledger.Appeals;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.ledger.Authorisations;
import io.facegate.usecase.ledger.DisplayText;
import io.facegate.usecase.ledger.RecordRenderer;
import io.facegate.usecase.ledger.ViewAudit;
import io.facegate.usecase.overview.UpcomingEnd;
import io.facegate.usecase.registry.GatewayRegistry;
import io.facegate.usecase.registry.RegistryAccess;
import io.facegate.usecase.registry.Reviews;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the work pages work with: a running gateway's registry, records and policies. */
public final class WorkServices {
    private final GatewayRegistry registry;
    private final Audit audit;
    private final Watch watch;

    /** Records for people, in words, and who looked. */
    public record Audit(AuditedRecords records, RecordRenderer renderer, ViewAudit views) {}

    /** What a running gateway sees: the policies in force, what ends soon, and how many rows do not verify. */
    public record Watch(
            Supplier<PolicyEngine> policies, Function<Instant, UpcomingEnd.Found> ending, IntSupplier altered) {}

    public WorkServices(GatewayRegistry registry, Audit audit, Watch watch) {
        this.registry = registry;
        this.audit = audit;
        this.watch = watch;
    }

    /** The registry as that person uses it; with a reason for a change. */
    RegistryAccess access(String person, @Nullable String reason) {
        return registry.forPerson(person, reason);
    }

    Reviews reviews(RegistryAccess access) {
        return new Reviews(access, audit.views());
    }

    Appeals appeals() {
        return new Appeals(audit.records(), registry.records());
    }

    Authorisations authorisations() {
        return new Authorisations(audit.records(), registry.records());
    }

    /** The registered names of organisations with these ids, each with its id; only the id where there is no name. */
    String named(Collection<String> ids) {
        var names = audit.records().words().organisations();
        return ids.stream().map(id -> named(id, names.get(id))).collect(Collectors.joining(", "));
    }

    private static String named(String id, @Nullable String name) {
        return DisplayText.forPage(name == null || name.equals(id) ? id : name + " (" + id + ')');
    }

    RecordRenderer renderer() {
        return audit.renderer();
    }

    PolicyEngine policies() {
        return watch.policies().get();
    }

    /** What ends soon, the next first: in the registry, rules, and the gateway's own certificate. */
    UpcomingEnd.Found ending(Instant now) {
        return watch.ending().apply(now);
    }

    /** How many rows of the registry do not verify, as the gateway last found. */
    int altered() {
        return watch.altered().getAsInt();
    }
}
