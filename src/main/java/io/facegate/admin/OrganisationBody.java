package io.facegate.admin;

import io.facegate.identity.Organisation;
import io.facegate.identity.OrganisationRelations;
import io.facegate.identity.OrganisationState;
import io.facegate.identity.OrganisationVerification;
import io.facegate.identity.PurposeTerms;
import io.facegate.identity.RegisteredResource;
import io.facegate.usecase.registry.RegistryLines;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The body that registers or changes an organisation: what a listing says of one, with nothing left out kept. */
final class OrganisationBody {
    private static final List<String> KEYS = List.of(
            "id",
            "name",
            "type",
            "jurisdictions",
            "purposes",
            "purposeTerms",
            "facts",
            "awsRole",
            "resources",
            "parent",
            "actsFor",
            "contact",
            "state",
            "suspended",
            "verification");
    private static final List<String> TERMS = List.of("evidence", "basis", "from", "until");
    private static final List<String> VERIFICATION = List.of("kind", "reference", "by", "on", "until");

    private final JsonBody body;

    private OrganisationBody(JsonBody body) {
        this.body = body;
    }

    static OrganisationBody read(InputStream in) {
        return new OrganisationBody(JsonBody.read(in, KEYS));
    }

    /**
     * How an organisation was verified.
     *
     * @param person who sends it, and so who verified it
     */
    static OrganisationVerification verification(InputStream in, String person) {
        var how = JsonBody.read(in, VERIFICATION);
        var by = how.optionalText("by");
        var on = how.optionalMoment("on");
        var now = Instant.now();
        if (by != null && !by.equals(person)) {
            throw AdminProblem.invalid("/by", "by is the person who sends this, or missing.");
        }
        if (on != null && on.isAfter(now)) {
            throw AdminProblem.invalid("/on", "on says when it was verified. It cannot be in the future.");
        }
        return new OrganisationVerification(
                how.text("kind"),
                how.text("reference"),
                person,
                on == null ? now.truncatedTo(ChronoUnit.SECONDS) : on,
                how.optionalMoment("until"));
    }

    /** A new organisation. */
    Organisation create(String id) {
        body.requireSame("id", id);
        var state = body.has("state") ? body.text("state") : OrganisationState.VERIFIED.code();
        if (!Set.of(OrganisationState.VERIFIED.code(), OrganisationState.APPLIED.code())
                .contains(state)) {
            throw AdminProblem.invalid("/state", "A new organisation is applied or verified.");
        }
        body.requireSame("suspended", false);
        body.requireSame("verification", null);
        return fill(Organisation.builder(id, body.text("type"))
                .state(
                        OrganisationState.APPLIED.code().equals(state)
                                ? OrganisationState.APPLIED
                                : OrganisationState.VERIFIED)
                .build());
    }

    /** The organisation with what this says; state and verification are changed by requests of their own. */
    Organisation applyTo(Organisation before) {
        var present = RegistryLines.toFields(before);
        for (var key : List.of("id", "state", "suspended", "verification")) {
            body.requireSame(key, present.get(key));
        }
        return fill(before);
    }

    private Organisation fill(Organisation before) {
        return before.toBuilder()
                .name(body.text("name"))
                .type(body.text("type"))
                .jurisdictions(body.words("jurisdictions"))
                .purposeTerms(purposes())
                .facts(body.lists("facts"))
                .relations(new OrganisationRelations(
                        body.optionalText("parent"),
                        new HashSet<>(body.texts("actsFor")),
                        body.optionalText("contact")))
                .upstreamRole(body.optionalText("awsRole"))
                .resources(resources())
                .build();
    }

    private Map<String, PurposeTerms> purposes() {
        var all = new HashMap<String, PurposeTerms>();
        body.texts("purposes").forEach(word -> all.put(word, PurposeTerms.NONE));
        body.objects("purposeTerms", TERMS).forEach((word, terms) -> {
            var stated = new PurposeTerms(
                    terms.optionalText("evidence"),
                    terms.optionalText("basis"),
                    terms.optionalMoment("from"),
                    terms.optionalMoment("until"));
            if (all.replace(word, stated) == null) {
                throw AdminProblem.invalid(
                        "/purposeTerms", "There are terms of a purpose that purposes does not name.");
            }
        });
        return all;
    }

    private Set<RegisteredResource> resources() {
        var all = new HashSet<RegisteredResource>();
        for (var text : body.texts("resources")) {
            var resource = RegisteredResource.parse(text);
            if (resource == null) {
                throw AdminProblem.invalid("/resources", "A resource is written kind:name, such as s3:BUCKET.");
            }
            all.add(resource);
        }
        return all;
    }
}
