package io.facegate.app.server;

import io.facegate.app.limits.QuotaReloader;
import io.facegate.app.policies.PoliciesInForce;
import io.facegate.app.policies.PolicySource;
import io.facegate.app.registration.WireRegistration;
import io.facegate.app.tokens.AcceptedIssuers;
import io.facegate.app.vendors.RegisteredVendors;
import io.facegate.call.StageObserver;
import io.facegate.cli.CommandOutput;
import io.facegate.console.AuditStatus;
import io.facegate.console.ConsoleLogin;
import io.facegate.console.ConsoleStorage;
import io.facegate.console.DemoNotice;
import io.facegate.console.LoopbackTrust;
import io.facegate.console.TamperBanner;
import io.facegate.gateway.Gateway;
import io.facegate.gateway.limits.CallLimiter;
import io.facegate.http.CallExecutor;
import io.facegate.http.CallsInFlight;
import io.facegate.http.ConnectionDrain;
import io.facegate.http.MemoryBudget;
import io.facegate.http.RequestIntake;
import io.facegate.http.SecurityHeaders;
import io.facegate.http.VendorCallHandler;
import io.facegate.http.authzen.AuthzenHandler;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.ReadOnlyLedger;
import io.facegate.ledger.audit.LedgerAudit;
import io.facegate.ledger.checkpoint.LogKey;
import io.facegate.ledger.publish.HttpLogSource;
import io.facegate.ledger.reading.BackgroundIndexedSearch;
import io.facegate.ledger.reading.RecordSearch;
import io.facegate.ledger.reading.SearchWords;
import io.facegate.ledger.replay.PolicyHistory;
import io.facegate.policy.vocabulary.WordList;
import io.facegate.registry.AlteredRows;
import io.facegate.registry.Registry;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.ledger.LogTiles;
import io.facegate.usecase.ledger.RecordRenderer;
import io.facegate.usecase.ledger.ViewAudit;
import io.facegate.usecase.ledger.ViewsBesideLedger;
import io.facegate.vendor.client.ProviderRouting;
import io.facegate.vendor.client.SandboxRouting;
import io.facegate.vendor.fetch.PictureFetcher;
import io.facegate.vendor.fetch.WebPictureFetcher;
import io.facegate.vendor.neutral.wire.NeutralWire;
import io.facegate.vendor.wire.CallHandler;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** CDI beans: hands the gateway's parts to what Quarkus creates, such as the console and the routes. */
@ApplicationScoped
class GatewayBeans {
    /** Requests that may queue for body memory; more are throttled at once. */
    private static final int WAITING = 1024;

    /** Creates the beans with meters at the start: otherwise a metric is missing until health is asked for. */
    void createMeters(
            @Observes StartupEvent started, AlteredRows altered, PoliciesInForce policies, TransparencyLog log) {
        // Their meters are registered where they are produced.
    }

    @Produces
    @Singleton
    GatewayContext gatewayContext() {
        return GatewayServer.running().gatewayContext();
    }

    @Produces
    @Singleton
    Registry registry(GatewayContext gatewayContext) {
        return gatewayContext.registry();
    }

    @Produces
    @Singleton
    QuotaReloader quotas(GatewayContext gatewayContext) {
        return gatewayContext.quotas();
    }

    /** Labels are names of the quotas file, which holds a bounded number of them. */
    private static void meter(CallLimiter limiter, MeterRegistry meters) {
        limiter.meter((quota, isPassed) -> quotaCalls(meters, quota, isPassed).increment());
        CallMeters.gauge(
                meters,
                "facegate.limits.fallback",
                "1 while quotas are counted alone, because the shared server cannot be reached",
                limiter,
                any -> any.usesFallback() ? 1 : 0);
    }

    private static Counter quotaCalls(MeterRegistry meters, String quota, boolean isPassed) {
        var verdict = isPassed ? "passed" : "refused";
        return CallMeters.counter(
                meters, "facegate.quota.calls", "Calls that a quota counted", "quota", quota, "verdict", verdict);
    }

    @Produces
    @Singleton
    AlteredRows altered(GatewayContext gatewayContext, MeterRegistry meters) {
        CallMeters.gauge(
                meters,
                "facegate.registry.altered",
                "Rows of the registry that were changed from outside",
                gatewayContext.alteredRows(),
                AlteredRows::count);
        RegistryExpiryMeters.register(gatewayContext.registry(), meters);
        StopMeters.register(gatewayContext.registry(), meters);
        return gatewayContext.alteredRows();
    }

    @Produces
    @Singleton
    AcceptedIssuers issuers(GatewayContext gatewayContext) {
        return gatewayContext.issuers();
    }

    @Produces
    @Singleton
    PoliciesInForce policies(GatewayContext gatewayContext, MeterRegistry meters) {
        var policies = gatewayContext.policies();
        CallMeters.gauge(
                meters,
                "facegate.policies.rejected",
                "1 while the policies delivered last are not in force",
                policies,
                set -> set.problem() == null ? 0 : 1);
        CallMeters.gauge(
                meters,
                "facegate.policies.serial",
                "Number of the bundle in force; 0 for policies of a folder or the registry",
                policies,
                GatewayBeans::serial);
        new RuleExpiryMeter(
                        () -> policies.get().digest(),
                        PolicyHistory.ofFolder(gatewayContext.setup().data()))
                .register(meters);
        CertificateExpiryMeters.bundle(meters, gatewayContext.setup().bundle());
        return policies;
    }

    @Produces
    @Singleton
    PolicySource policySource(GatewayContext gatewayContext) {
        return gatewayContext.policySource();
    }

    /** Number of the bundle in force; 0 for policies of a folder. */
    private static long serial(PoliciesInForce policies) {
        var bundle = policies.delivery();
        return bundle == null ? 0 : bundle.serial();
    }

    @Produces
    @Singleton
    Ledger ledger(GatewayContext gatewayContext, MeterRegistry meters, StageObserver stages) {
        return LedgerMeters.metered(gatewayContext.ledger(), meters, stages);
    }

    @Produces
    @Singleton
    CallsInFlight calls(MeterRegistry meters) {
        var calls = new CallsInFlight();
        CallMeters.gauge(
                meters,
                "facegate.calls.in_flight",
                "Accepted calls that are not answered yet",
                calls,
                CallsInFlight::count);
        return calls;
    }

    @Produces
    @Singleton
    ConnectionDrain leaving() {
        return new ConnectionDrain();
    }

    @Produces
    @Singleton
    SecurityHeaders securityHeaders() {
        return new SecurityHeaders(GatewayServer.running().listen().connections());
    }

    @Produces
    @Singleton
    LoopbackTrust trust() {
        return new LoopbackTrust(GatewayServer.running().listen().trustsLoopback());
    }

    @Produces
    @Singleton
    PictureFetcher pictures(RequestIntake.Shared shared, Vertx vertx) {
        return WebPictureFetcher.forInternet(
                vertx, new PictureMemory(shared.memory().fetched()));
    }

    @Produces
    @Singleton
    Gateway gateway(
            GatewayContext gatewayContext,
            Ledger ledger,
            ProviderRouting provider,
            PictureFetcher pictures,
            StageObserver stages) {
        return gatewayContext
                .createGateway(ledger, new SandboxRouting(provider, gatewayContext.engine()))
                .withContact(GatewayServer.running().listen().contact())
                .withPictureFetcher(pictures)
                .withStages(stages);
    }

    @Produces
    @Singleton
    Intakes intakes(GatewayContext gatewayContext, Gateway gateway, RequestIntake.Shared shared) {
        var authzen =
                new AuthzenHandler(gateway, Set.copyOf(WordList.PROVIDERS.words()), gatewayContext.hasDecisionPoint());
        Function<CallHandler, RequestIntake> behind = wire -> new RequestIntake(wire, shared, InstantSource.system());
        var vendors = RegisteredVendors.withoutOptions().stream()
                .flatMap(vendor -> vendor.wires().stream()
                        .map(wire -> new VendorIntake(
                                vendor.word(), wire, behind.apply(wire.handler().apply(gateway)))))
                .toList();
        return new Intakes(
                vendors, behind.apply(authzen), behind.apply(new VendorCallHandler(gateway, new NeutralWire())));
    }

    @Produces
    @Singleton
    RequestIntake.Shared shared(GatewayContext gatewayContext, CallsInFlight calls, MeterRegistry meters) {
        var room = MemoryBudget.split(gatewayContext.setup().inFlightBytes(), WAITING);
        meter(gatewayContext.quotas().limiter(), meters);
        CallMeters.gauge(
                meters,
                "facegate.in_flight.bytes",
                "Memory of the bodies of calls that are not answered yet",
                room,
                MemoryBudget::heldBytes);
        CallMeters.files(meters);
        return new RequestIntake.Shared(
                room,
                CallExecutor.defaults(),
                calls,
                GatewayServer.running().listen().connections(),
                gatewayContext.setup().readOnly() ? ReadOnlyLedger.refusal() : null);
    }

    /** The request intake of each wire. All share one memory budget for bodies. */
    record Intakes(List<VendorIntake> vendors, RequestIntake authzen, RequestIntake neutral) {}

    /** The request intake of a vendor's wire. */
    record VendorIntake(String vendor, WireRegistration wire, RequestIntake intake) {}

    @Produces
    @Singleton
    RecordSearch recordSearch(GatewayContext gatewayContext, MeterRegistry meters) {
        var search = BackgroundIndexedSearch.start(gatewayContext.setup().ledger());
        CallMeters.gauge(
                meters,
                "facegate.search.behind",
                "Records that the console cannot find yet",
                search,
                following -> following.indexLag().recordsBehind());
        BreakGlassMeter.register(search, meters);
        return search;
    }

    @Produces
    @Singleton
    LedgerAudit audit(GatewayContext gatewayContext, MeterRegistry meters) {
        var audit = LedgerAudit.create(
                gatewayContext.setup().ledger(), () -> gatewayContext.ledger().stopReason() != null);
        AuditMeters.register(audit, meters);
        return audit;
    }

    void close(@Disposes LedgerAudit audit) {
        audit.close();
    }

    @Produces
    @Singleton
    AuditStatus shown(LedgerAudit audit) {
        return audit::get;
    }

    @Produces
    @Singleton
    AuditedRecords records(GatewayContext gatewayContext, RecordSearch search, ViewAudit views) {
        var words = new SearchWords(search, gatewayContext::organisations, gatewayContext::rules);
        return new AuditedRecords(search, words, views);
    }

    void close(@Disposes RecordSearch search) {
        search.close();
    }

    @Produces
    @Singleton
    TransparencyLog log(GatewayContext gatewayContext, MeterRegistry meters) {
        CallMeters.log(meters, gatewayContext);
        SinkMeters.register(gatewayContext, meters);
        return gatewayContext.log();
    }

    @Produces
    @Singleton
    HttpLogSource served(TransparencyLog log) {
        return log.openServed();
    }

    @Produces
    @Singleton
    LogTiles tiles(HttpLogSource served, ViewAudit views) {
        return new LogTiles(served, views);
    }

    void close(@Disposes HttpLogSource served) {
        served.close();
    }

    @Produces
    @Singleton
    RecordRenderer renderer(GatewayContext gatewayContext) {
        return RecordRenderer.forPages(
                gatewayContext::organisationName, gatewayContext.setup().data());
    }

    /** Read by the layout of all pages. */
    @Produces
    @Singleton
    @Named("demoMark")
    DemoNotice demoMark(GatewayContext gatewayContext) {
        return DemoNotice.ofLog(LogKey.name(gatewayContext.setup().ledger(), null));
    }

    /** Read by every page of whoever is logged in. */
    @Produces
    @Singleton
    @Named("logMark")
    TamperBanner logMark(AuditStatus audit) {
        return new TamperBanner(audit);
    }

    @Produces
    @Singleton
    ConsoleLogin login(ConsoleStorage stores) {
        return new ConsoleLogin(stores, GatewayBeans::print);
    }

    @Produces
    @Singleton
    ViewAudit views(Ledger ledger, GatewayContext gatewayContext) {
        var data = gatewayContext.setup().data();
        return new ViewAudit(
                ledger::recordAct,
                InstantSource.system(),
                new ViewsBesideLedger(data, () -> ledger.stopReason() != null));
    }

    private static void print(URI link) {
        GatewayServer.running()
                .settings()
                .output()
                .print(
                        CommandOutput.fields("console", link.toString()),
                        "Console: " + link + "   (works once, within a quarter of an hour)");
    }
}
