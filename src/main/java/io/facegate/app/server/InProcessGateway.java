package io.facegate.app.server;

import io.facegate.app.limits.LimitsSettings;
import io.facegate.app.registration.WireRegistration;
import io.facegate.app.vendors.RegisteredVendors;
import io.facegate.call.MachineClock;
import io.facegate.call.RequestPayload;
import io.facegate.gateway.CountingAuthentication;
import io.facegate.gateway.appeals.AppealService;
import io.facegate.http.VendorCallHandler;
import io.facegate.http.caller.AppealHandler;
import io.facegate.identity.Authenticator;
import io.facegate.identity.Credential;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.appeal.AppealAct;
import io.facegate.ledger.authorisation.AuthorisationFiling;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.reading.SearchWords;
import io.facegate.registry.HeldResponses;
import io.facegate.registry.Registry;
import io.facegate.registry.RegistryAddress;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.ledger.Appeals;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.ledger.Authorisations;
import io.facegate.usecase.ledger.ViewAudit;
import io.facegate.vendor.client.FileFollower;
import io.facegate.vendor.client.ProviderRouting;
import io.facegate.vendor.client.SandboxRouting;
import io.facegate.vendor.client.VendorLimits;
import io.facegate.vendor.neutral.wire.NeutralWire;
import io.facegate.vendor.wire.CallHandler;
import io.facegate.vendor.wire.HttpAnswer;
import io.facegate.vendor.wire.HttpCall;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A gateway without ports, which answers with the embedded engine and may have a clock of its own. Only the demo has
 * one: its calls of earlier days go through the same handlers as those that come over HTTP.
 */
public final class InProcessGateway implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String APPEALS = NeutralWire.PREFIX + "decisions/";

    private final GatewayContext context;
    private final MachineClock clock;
    private final RecordSearch records;
    private final List<WireOfPaths> wires = new ArrayList<>();
    private final CallHandler neutral;
    private final CallHandler appeals;

    private record WireOfPaths(WireRegistration wire, CallHandler handler) {}

    private InProcessGateway(GatewayContext context, MachineClock clock) {
        this.context = context;
        this.clock = clock;
        this.records = context.recordSearch();
        var engine = new ProviderRouting(
                new LinkedHashMap<>(Map.of(ProviderSelection.LOCAL, context.engine())),
                context.engine(),
                context.setup().providers().routes(FileFollower.ONCE));
        var gateway = context.createGateway(context.ledger(), new SandboxRouting(engine, context.engine()));
        RegisteredVendors.withoutOptions()
                .forEach(vendor -> vendor.wires()
                        .forEach(wire ->
                                wires.add(new WireOfPaths(wire, wire.handler().apply(gateway)))));
        this.neutral = new VendorCallHandler(gateway, new NeutralWire());
        var identity = new CountingAuthentication(
                new Authenticator(context.registry(), context.issuers(), GatewayContext.SIGNED_SERVICE),
                context.ledger());
        this.appeals = new AppealHandler(new AppealService(
                identity, context.ledger(), records, context.setup().ledger().salts()));
    }

    /**
     * Where such a gateway works, and by which policies.
     *
     * @param log the name of its log
     * @param allowedRemovals the packs of the last recorded set that the policies may lack
     */
    public record Place(Path data, Path policies, String log, Set<String> allowedRemovals) {
        /** Policies are proved by the gateway that serves; the disk may be slow, since nobody waits for an answer. */
        private GatewaySettings settings() {
            var ledger = LedgerAddress.ofFolder(data);
            return new GatewaySettings(
                    ledger,
                    RegistryAddress.ofFolder(data),
                    Registry.STALE_AFTER,
                    policies,
                    null,
                    ProviderSelection.parse(ProviderSelection.LOCAL, null),
                    null,
                    1,
                    PATIENCE,
                    HeldResponses.AGE,
                    VendorLimits.defaults(),
                    Map.of(),
                    null,
                    List.of(),
                    new LogSettings(log, null, null),
                    false,
                    allowedRemovals,
                    LimitsSettings.NONE,
                    null,
                    null,
                    false);
        }
    }

    /** Opens a gateway whose every part takes the time from that clock. */
    public static InProcessGateway open(Place place, MachineClock clock) throws IOException {
        return new InProcessGateway(GatewayContext.open(place.settings(), clock), clock);
    }

    /** Answers a request as if it had come over TLS at this moment of the clock. */
    public HttpAnswer answer(Credential.Request head, byte[] body) {
        return handler(head.path()).handle(new HttpCall(head, new RequestPayload(body), clock.instant()));
    }

    private CallHandler handler(String path) {
        if (path.startsWith(APPEALS)) {
            return appeals;
        }
        return path.startsWith(NeutralWire.PREFIX)
                ? neutral
                : wires.stream()
                        .filter(each -> isAt(each.wire, path))
                        .map(WireOfPaths::handler)
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("No wire answers " + path));
    }

    private static boolean isAt(WireRegistration wire, String path) {
        var paths = wire.paths();
        if (wire.isPattern()) {
            return path.matches(paths);
        }
        return paths.endsWith("*") ? path.startsWith(paths.substring(0, paths.length() - 1)) : path.equals(paths);
    }

    /** Records an act of the process itself. */
    public void record(String act, String subject) {
        context.ledger().recordAct(new Ledger.Administrative(act, subject, clock.instant()));
    }

    /** Files an authorisation after the fact as an officer does, who looks at it first. */
    public void fileAuthorisation(String decision, AuthorisationFiling filing, String officer) {
        var authorisations = new Authorisations(audited(), context.setup().ledger());
        authorisations.show(decision, officer);
        authorisations.file(decision, filing, officer);
    }

    private AuditedRecords audited() {
        var words = new SearchWords(records, context::organisations, context::rules);
        return new AuditedRecords(records, words, ViewAudit.of(context.setup().ledger()));
    }

    /** Answers an appeal as an officer does, who looks at it first. */
    public void answerAppeal(String decision, AppealAct outcome, ActingPerson officer) {
        var appeals = new Appeals(audited(), context.setup().ledger());
        appeals.show(decision, officer.name());
        appeals.answer(decision, outcome, officer);
    }

    /** True once the gateway knows that key. */
    public boolean knowsKey(String id) {
        return context.registry().key(id).isPresent();
    }

    @Override
    public void close() {
        records.close();
        context.close();
    }
}
