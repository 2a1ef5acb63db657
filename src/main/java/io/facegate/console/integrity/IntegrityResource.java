package io.facegate.console.integrity;

import io.facegate.console.AuditStatus;
import io.facegate.console.ConsoleAccessFilter.ConsoleAccess;
import io.facegate.console.ConsoleForm;
import io.facegate.console.ConsolePage;
import io.facegate.console.ConsolePages;
import io.facegate.console.ConsoleVisitor;
import io.facegate.console.LoggedInFilter;
import io.facegate.console.LoggedInFilter.LoggedIn;
import io.facegate.console.PageLanguage;
import io.facegate.console.overview.LogState;
import io.facegate.ledger.reading.CheckedRecord;
import io.facegate.ledger.reading.TamperedRecord;
import io.facegate.ledger.reading.VerifiedRecord;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.usecase.ledger.AuditedRecords;
import io.facegate.usecase.ledger.AuditedRecords.DecisionStanding;
import io.facegate.usecase.ledger.DisplayText;
import io.facegate.usecase.ledger.RecordFields;
import io.facegate.usecase.ledger.ViewAudit;
import io.facegate.usecase.overview.RecordedAct;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Pages about the log itself. */
@Path("/console/integrity")
@ConsoleAccess
@LoggedIn
@RunOnVirtualThread
final class IntegrityResource {
    /** Where the lists of acts are. */
    static final String RECORDS = ConsolePage.INTEGRITY.address() + "/records/";

    static final String ACTS = ConsolePage.INTEGRITY.address() + "/acts/";

    private static final int PAGE = 50;

    private final AuditedRecords records;
    private final ViewAudit views;
    private final AuditStatus audit;
    private final IntegritySources sources;

    IntegrityResource(AuditedRecords records, ViewAudit views, AuditStatus audit, IntegritySources sources) {
        this.records = records;
        this.views = views;
        this.audit = audit;
        this.sources = sources;
    }

    @GET
    public Response page(@Context ContainerRequestContext request) {
        views.recordView(LoggedInFilter.viewer(request), "integrity");
        var speech = PageLanguage.fromRequest(request);
        var log = new LogState(speech, audit.now(), records.reach(), Instant.now());
        return ConsolePages.html(
                200,
                Templates.integrity(
                        speech,
                        new IntegrityView(
                                speech, log, sources.facts(), acts(request), sources.isVerifying(), altered(log))));
    }

    /** Begins a check of the whole log. It changes nothing, so whoever may read about the log may ask for it. */
    @POST
    @Path("/verify")
    public Response verify(@Context ContainerRequestContext request, InputStream body) throws IOException {
        var visitor = ConsoleVisitor.of(request);
        if (ConsoleForm.read(body, visitor) == null) {
            return ConsolePages.notice(PageLanguage.fromRequest(request), 403, "foreign");
        }
        views.recordView(visitor.name(), "integrity/verify");
        sources.verify();
        return Response.seeOther(URI.create(ConsolePage.INTEGRITY.address())).build();
    }

    /** The records that the last check found altered, as they are now. */
    private List<RecordStanding> altered(LogState log) {
        var found = log.audit().log();
        return found == null ? List.of() : sources.records(found.indices());
    }

    /** One record by its number: whether it is the one that was written, and between which others it stands. */
    @GET
    @Path("/records/{number: [1-9][0-9]{0,17}}")
    public Response record(@PathParam("number") long number, @Context ContainerRequestContext request) {
        views.recordView(LoggedInFilter.viewer(request), "record/" + number);
        var speech = PageLanguage.fromRequest(request);
        var standing = sources.record(number - 1);
        return standing == null
                ? ConsolePages.notFound(speech)
                : ConsolePages.html(200, Templates.record(speech, new RecordView(speech, standing)));
    }

    /** How often each act is on record, with the newest of each, checked. */
    private List<IntegrityView.ActsRow> acts(ContainerRequestContext request) {
        var viewer = LoggedInFilter.viewer(request);
        var counted = RecordedAct.count(records);
        var some = counted.entrySet().stream()
                .filter(one -> one.getValue().number() > 0)
                .map(Map.Entry::getKey)
                .toList();
        var speech = PageLanguage.fromRequest(request);
        var newest = new EnumMap<RecordedAct, ActRow>(RecordedAct.class);
        var found = records.newest(some.stream().map(act -> act.query(1)).toList(), "integrity", viewer);
        var rows = rows(speech, found.stream().flatMap(Optional::stream).toList(), viewer)
                .iterator();
        for (int i = 0; i < some.size(); i++) {
            if (found.get(i).isPresent()) {
                newest.put(some.get(i), rows.next());
            }
        }
        return counted.entrySet().stream()
                .map(one -> new IntegrityView.ActsRow(speech, one.getKey(), one.getValue(), newest.get(one.getKey())))
                .toList();
    }

    /** The newest acts of a kind, all or about one subject; each is verified. */
    @GET
    @Path("/acts/{act}")
    public Response acts(
            @PathParam("act") String word,
            @QueryParam("before") @Nullable String before,
            @QueryParam("about") @Nullable String subject,
            @Context ContainerRequestContext request) {
        var speech = PageLanguage.fromRequest(request);
        var act = RecordedAct.of(word);
        if (act == null
                || (before != null && !before.matches("[0-9]{1,18}"))
                || (subject != null && !subject.matches(ActSubject.ASKED))) {
            return ConsolePages.notFound(speech);
        }
        var query = act.query(PAGE + 1)
                .withFacet(SearchFacet.SUBJECT, subject)
                .beforeIndex(before == null ? null : Long.valueOf(Long.parseLong(before) - 1));
        var found = records.list(query, LoggedInFilter.viewer(request)).records();
        var shown = found.subList(0, Math.min(PAGE, found.size()));
        var here = ACTS + act.act() + (subject == null ? "" : "?about=" + subject);
        var older = found.size() > shown.size()
                ? here + (subject == null ? "?" : "&") + "before="
                        + (shown.getLast().index() + 1)
                : null;
        var rows = rows(speech, shown, LoggedInFilter.viewer(request));
        return ConsolePages.html(
                200,
                Templates.acts(speech, new ActsView(speech, act, rows, subject, older, before == null ? null : here)));
    }

    private List<ActRow> rows(PageLanguage speech, List<CheckedRecord> shown, String reader) {
        var verified = shown.stream()
                .filter(VerifiedRecord.class::isInstance)
                .map(VerifiedRecord.class::cast)
                .toList();
        var disclosed = sources.disclosed(verified, reader).iterator();
        var decisions = new HashMap<String, DecisionStanding>();
        var rows = new ArrayList<ActRow>();
        for (var record : shown) {
            rows.add(
                    switch (record) {
                        case VerifiedRecord act ->
                            new ActRow(speech, act, null, disclosed.next(), reader, about(speech, act, decisions));
                        case TamperedRecord found ->
                            new ActRow(speech, null, found, Map.of(), reader, ActSubject.NOTHING);
                    });
        }
        return rows;
    }

    /** What a record was about; each decision is looked up once. */
    private ActSubject about(PageLanguage speech, VerifiedRecord act, Map<String, DecisionStanding> decisions) {
        var fields = RecordFields.of(act, DisplayText::forPage);
        var subject = fields.subject();
        if (fields.node().path("act").asText().equals(RecordedAct.START.act())) {
            return ActSubject.ofStart(speech, fields.node());
        }
        return ActSubject.of(speech, subject, id -> decisions.computeIfAbsent(id, records::standing));
    }

    /** The page templates, type-checked at build time. */
    @CheckedTemplate(basePath = "console")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance integrity(PageLanguage s, IntegrityView view);

        static native TemplateInstance record(PageLanguage s, RecordView view);

        static native TemplateInstance acts(PageLanguage s, ActsView view);
    }
}
