package io.facegate.app.server;

import io.facegate.app.policies.PoliciesInForce;
import io.facegate.call.Fault;
import io.facegate.console.ReadOnlyNotice;
import io.facegate.console.RecordingStopBanner;
import io.facegate.console.StopBanner;
import io.facegate.console.integrity.IntegritySources;
import io.facegate.console.integrity.RecordStanding;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.audit.LedgerAudit;
import io.facegate.ledger.checkpoint.SignedCheckpoint;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.reading.VerifiedRecords;
import io.facegate.ledger.record.RecordField;
import io.facegate.registry.Registry;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.ledger.LogKeys;
import io.facegate.usecase.overview.LogFacts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** CDI beans of the console's integrity page. */
@ApplicationScoped
class IntegrityBeans {
    /** Read by the layout of all pages. */
    @Produces
    @Singleton
    @Named("readOnlyMark")
    ReadOnlyNotice readOnlyMark(GatewayContext gatewayContext) {
        return new ReadOnlyNotice(() -> gatewayContext.setup().readOnly());
    }

    /** Read by the layout of all pages. */
    @Produces
    @Singleton
    @Named("recordingMark")
    RecordingStopBanner recordingMark(GatewayContext gatewayContext, Ledger ledger) {
        return new RecordingStopBanner(() -> !gatewayContext.setup().readOnly() && ledger.stopReason() != null);
    }

    /** Read by the layout of all pages. */
    @Produces
    @Singleton
    @Named("stopMark")
    StopBanner stopMark(Registry registry) {
        return new StopBanner(() -> registry.lastVerified().stops());
    }

    @Produces
    @Singleton
    KnownReaders readers(Registry registry, AuditedRecords records) {
        return new KnownReaders(registry, records);
    }

    @Produces
    @Singleton
    IntegritySources integrity(
            GatewayContext gatewayContext,
            Ledger ledger,
            LedgerAudit audit,
            PoliciesInForce policies,
            KnownReaders readers) {
        return new Sources(gatewayContext, ledger, audit, policies, readers);
    }

    /** What the page shows of a running gateway. */
    private record Sources(
            GatewayContext gatewayContext,
            Ledger ledger,
            LedgerAudit audit,
            PoliciesInForce policies,
            KnownReaders readers)
            implements IntegritySources {
        private LedgerAddress address() {
            return gatewayContext.setup().ledger();
        }

        @Override
        public LogFacts facts() {
            return new LogFacts(
                    place(address()),
                    signing(gatewayContext.log(), address()),
                    parts(gatewayContext, ledger, policies, readers.registry()));
        }

        @Override
        public void verify() {
            audit.hasten();
        }

        @Override
        public boolean isVerifying() {
            return audit.isHastened();
        }

        @Override
        public List<RecordStanding> records(List<Long> indices) {
            return standing(address(), indices);
        }

        @Override
        public List<Map<RecordField, String>> disclosed(List<VerifiedRecord> acts, String reader) {
            return AuditedRecords.disclosed(address(), acts, readers.names(reader));
        }
    }

    private static List<RecordStanding> standing(LedgerAddress address, List<Long> indices) {
        try (var reader = address.reader();
                var records = VerifiedRecords.of(address)) {
            records.refresh(reader);
            var found = new ArrayList<RecordStanding>();
            for (long index : indices) {
                if (index < records.size()) {
                    found.add(new RecordStanding(
                            records.read(reader, index),
                            index == 0 ? null : records.read(reader, index - 1),
                            index + 1 >= records.size() ? null : records.read(reader, index + 1)));
                }
            }
            return found;
        } catch (SQLException unreadable) {
            throw new Fault.LedgerDown("The ledger cannot be read: " + unreadable.getMessage());
        }
    }

    private static List<LogFacts.Part> parts(
            GatewayContext gatewayContext, Ledger ledger, PoliciesInForce policies, Registry registry) {
        var parts = new ArrayList<LogFacts.Part>();
        parts.add(new LogFacts.Part("store", problem(ledger)));
        parts.add(new LogFacts.Part("registry", problem(registry)));
        parts.add(new LogFacts.Part("policies", policies.problem()));
        if (!gatewayContext.setup().sinks().isEmpty()) {
            parts.add(new LogFacts.Part("export", gatewayContext.sinks().problem()));
        }
        return parts;
    }

    private static LogFacts.Place place(LedgerAddress address) {
        long bytes = -1;
        try {
            bytes = address.bytes();
        } catch (IOException | SQLException unreadable) {
            // The page leaves the size out.
        }
        return new LogFacts.Place(address.data().toAbsolutePath().normalize(), address.database() != null, bytes);
    }

    private static LogFacts.Signing signing(TransparencyLog log, LedgerAddress address) {
        var newest = log.newest();
        var signed = newest == null
                ? null
                : new LogFacts.Signed(
                        newest.checkpoint().origin(), newest.checkpoint().size(), stored(address.data()));
        var witnesses = log.witnesses().stream()
                .map(one -> new LogFacts.WitnessState(
                        one.name(), one.size().isPresent() ? one.size().getAsLong() : null, one.problem()))
                .toList();
        return new LogFacts.Signing(key(address), signed, log.problem(), log.isWitnessed(), witnesses);
    }

    private static @Nullable Instant stored(Path data) {
        try {
            return Files.getLastModifiedTime(data.resolve(SignedCheckpoint.NAME))
                    .toInstant();
        } catch (IOException unreadable) {
            return null;
        }
    }

    private static @Nullable String key(LedgerAddress address) {
        try {
            return LogKeys.read(address).newest();
        } catch (IOException | Fault.LedgerDown unreadable) {
            return null;
        }
    }

    private static @Nullable String problem(Ledger ledger) {
        try {
            ledger.head();
            return null;
        } catch (Fault.LedgerDown down) {
            return down.getMessage();
        }
    }

    private static @Nullable String problem(Registry registry) {
        var blocked = registry.blockedReason();
        if (blocked != null) {
            return blocked;
        }
        int altered = registry.alteredRows().count();
        return registry.isStale()
                ? "The registry cannot be read, so no caller is accepted."
                : altered == 0 ? null : "Rows were changed outside Facegate, and are ignored: " + altered;
    }
}
