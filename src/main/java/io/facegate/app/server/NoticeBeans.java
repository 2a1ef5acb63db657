package io.facegate.app.server;

import io.facegate.app.notice.NoticeJob;
import io.facegate.app.notice.NoticeReceiversFile;
import io.facegate.console.AuditStatus;
import io.facegate.console.overview.OverviewSources;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.authorisation.Authorisation;
import io.facegate.registry.HeldResponse;
import io.facegate.registry.Proposal;
import io.facegate.usecase.notice.Reminders;
import io.facegate.usecase.overview.UpcomingEnd;
import io.facegate.usecase.registry.Proposals;
import io.facegate.usecase.registry.RegistryAccess;
import io.facegate.usecase.registry.Reviews;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Starts the delivery of notices, where a file names receivers. */
@ApplicationScoped
class NoticeBeans {
    private static final System.Logger LOG = System.getLogger(NoticeBeans.class.getName());

    private volatile @Nullable NoticeJob job;

    void start(
            @Observes StartupEvent started,
            GatewayContext gatewayContext,
            Ledger ledger,
            OverviewSources overview,
            AuditStatus audit) {
        var file = gatewayContext.setup().notices();
        if (file != null) {
            var sources = new GatewaySources(gatewayContext, ledger, overview, audit);
            job = NoticeJob.start(
                    NoticeReceiversFile.read(file), gatewayContext.setup().ledger(), ledger, sources);
        }
    }

    void meter(@Observes StartupEvent started, MeterRegistry meters) {
        CallMeters.gauge(
                meters,
                "facegate.notify.failing",
                "1 while notices do not reach a receiver",
                this,
                beans -> beans.problem() == null ? 0 : 1);
    }

    void stop(@Observes ShutdownEvent stopping) {
        var running = job;
        if (running != null) {
            running.close();
        }
    }

    /** Why notices are not delivered at present; null if they are, or there are no receivers. */
    @Nullable
    String problem() {
        var running = job;
        return running == null ? null : running.problem();
    }

    private record GatewaySources(
            GatewayContext gatewayContext, Ledger ledger, OverviewSources overview, AuditStatus audit)
            implements Reminders.Sources {
        @Override
        public List<Authorisation> authorisations(Instant now) {
            return gatewayContext.authorisations().unsettled(now);
        }

        @Override
        public List<HeldResponse> reviews(Instant now) {
            return read("reviews", () -> new Reviews(access()).pending());
        }

        @Override
        public List<Proposal> proposals() {
            return read("proposals", () -> new Proposals(access()).list());
        }

        @Override
        public List<UpcomingEnd> ends(Instant now) {
            return read("ends", () -> overview.ending(now).ends());
        }

        @Override
        public List<Long> notWhole() {
            var finding = audit.now().log();
            return finding == null ? List.of() : List.of(finding.index() + 1);
        }

        private RegistryAccess access() {
            var setup = gatewayContext.setup();
            return RegistryAccess.ofGateway(setup.registry(), setup.ledger(), ledger);
        }

        private static <T> List<T> read(String what, Supplier<List<T>> source) {
            try {
                return source.get();
            } catch (RuntimeException unreadable) {
                LOG.log(System.Logger.Level.DEBUG, "Not read for reminders: " + what, unreadable);
                return List.of();
            }
        }
    }
}
