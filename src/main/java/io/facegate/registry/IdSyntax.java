package io.facegate.registry;

import io.facegate.call.FaceCall.Reference;
import io.facegate.identity.Evidence;
import io.facegate.identity.Organisation;
import io.facegate.identity.OrganisationRelations;
import io.facegate.identity.OrganisationVerification;
import io.facegate.identity.PurposeTerms;
import io.facegate.identity.RegisteredResource;
import io.facegate.registry.RegistryException.Unacceptable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Syntax of ids and words. Their meaning is defined by the policy vocabulary. */
final class IdSyntax {
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
    private static final Pattern WORD = Pattern.compile("[a-z_]+(\\.[a-z_]+)*");
    private static final Pattern JURISDICTION = Pattern.compile("[A-Z]{2}(-[A-Z0-9]{1,3})?(/[a-z0-9_-]{1,64})?");
    private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]{0,16}:iam::[0-9]{12}:role/[\\w+=,.@/-]{1,512}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][!-~&&[^\",\\\\]]{0,63}");
    private static final Pattern FACT = Pattern.compile("[a-z][a-z_]{0,63}");
    private static final Pattern SAID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:/-]{0,127}");
    private static final String ARN = "arn:aws[a-z-]{0,16}:";
    private static final String BUCKET = "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]";
    private static final String GOOGLE_BUCKET = "gs://[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]";

    /** Picture hosts: a DNS name, never an IP address, with an optional port other than the default. */
    private static final String HOST = "https://(?=.{1,253}(:|$))([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+"
            + "[a-z]([a-z0-9-]{0,61}[a-z0-9])?(:(?!443$)[1-9][0-9]{0,4})?";

    private static final Map<Reference, Pattern> RESOURCES = Map.of(
            Reference.S3_OBJECT, Pattern.compile(BUCKET),
            Reference.OUTPUT,
                    Pattern.compile(BUCKET + "|" + GOOGLE_BUCKET + "|" + ARN
                            + "sagemaker:[a-z0-9-]{1,32}:[0-9]{12}:flow-definition/[a-z0-9-]{1,64}"),
            Reference.ROLE, ROLE,
            Reference.TOPIC, Pattern.compile(ARN + "sns:[a-z0-9-]{1,32}:[0-9]{12}:[A-Za-z0-9_.-]{1,256}"),
            Reference.STREAM,
                    Pattern.compile(ARN
                            + "kinesis(video)?:[a-z0-9-]{1,32}:[0-9]{12}:stream/[A-Za-z0-9_.-]{1,256}(/[0-9]{1,20})?"),
            Reference.URL, Pattern.compile(GOOGLE_BUCKET + "|" + HOST),
            Reference.KMS_KEY, Pattern.compile("[A-Za-z0-9][A-Za-z0-9:_/+=,@.-]{0,2047}"));

    static final String RESOURCE = "A resource is written kind:name: s3:BUCKET to read from, output:BUCKET to write"
            + " to, role:ARN, topic:ARN, stream:ARN or key:ID; Google's buckets as url:gs://BUCKET and output:gs://BUCKET;"
            + " a host that pictures are fetched from as url:https://HOST, with :PORT where it is not 443: one exact name"
            + " in lower case with a dot in it, and no address, pattern, user or path (nor a / at its end).";

    private static final int MOST_RESOURCES = 256;
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_WORD = 128;

    /** Maximum that a ledger record can hold for an organisation and some principals. */
    private static final int MOST_PLACES = 64;

    private static final int MOST_FACTS = 64;

    /** The fact that follows from granted exemptions. */
    private static final String EXEMPTION = "exemption";

    static final String CASE = "A case is named by 1 to 64 letters, digits and signs, with no space, comma, quote or"
            + " backslash, and begins with a letter or digit.";

    private IdSyntax() {}

    static void check(Organisation organisation) {
        require(
                isId(organisation.id()),
                "An organisation's id is 1 to 63 lower-case letters, digits, dots, hyphens and underscores.");
        var name = organisation.name();
        require(
                !name.isBlank() && name.length() <= LONGEST_NAME && name.chars().noneMatch(Character::isISOControl),
                "An organisation's name is 1 to 200 characters on one line.");
        checkWord("type", organisation.type());
        organisation.purposes().forEach(purpose -> checkWord("purpose", purpose));
        require(
                organisation.jurisdictions().size() <= MOST_PLACES,
                "An organisation has at most " + MOST_PLACES
                        + " jurisdictions. Name the larger place: US is every US-..");
        organisation.jurisdictions().forEach(IdSyntax::checkPlace);
        var role = organisation.upstreamRole();
        require(
                role == null || ROLE.matcher(role).matches(),
                "A cloud role is written as its ARN: arn:aws:iam::123456789012:role/NAME.");
        checkFacts(organisation.facts());
        checkVerification(organisation.verification());
        organisation.purposeTerms().values().forEach(IdSyntax::checkTerms);
        checkRelations(organisation.relations());
        checkResources(organisation.resources());
    }

    private static void checkVerification(@Nullable OrganisationVerification how) {
        if (how == null) {
            return;
        }
        require(FACT.matcher(how.kind()).matches(), "A kind of verification is a word, such as charity_register.");
        requireLine("A reference", how.reference());
        requireLine("The name of who verified it", how.by());
        require(
                how.until() == null || how.on().isBefore(how.until()),
                "A verification ends after the day on which it was made.");
    }

    private static void checkTerms(PurposeTerms terms) {
        requireLine("The evidence of a purpose", terms.evidence());
        requireLine("The legal basis of a purpose", terms.basis());
        require(
                terms.from() == null || terms.until() == null || terms.from().isBefore(terms.until()),
                "A purpose holds from a moment that lies before the one it holds until.");
    }

    private static void checkRelations(OrganisationRelations relations) {
        var parent = relations.parent();
        require(parent == null || ID.matcher(parent).matches(), "The parent is the id of an organisation.");
        require(
                relations.actsFor().stream().allMatch(id -> ID.matcher(id).matches()),
                "Those that an organisation acts for are ids of organisations.");
        require(
                relations.actsFor().size() <= MOST_PLACES,
                "An organisation acts for at most " + MOST_PLACES + " others.");
        requireLine("A contact", relations.contact());
    }

    private static void requireLine(String what, @Nullable String text) {
        require(
                text == null
                        || (!text.isBlank()
                                && text.length() <= LONGEST_NAME
                                && text.chars().noneMatch(Character::isISOControl)),
                what + " is 1 to " + LONGEST_NAME + " characters on one line.");
    }

    private static void checkResources(Set<RegisteredResource> resources) {
        require(resources.size() <= MOST_RESOURCES, "An organisation has at most " + MOST_RESOURCES + " resources.");
        resources.forEach(resource -> require(
                Objects.requireNonNull(RESOURCES.get(resource.kind()))
                        .matcher(resource.name())
                        .matches(),
                RESOURCE));
    }

    static void check(Evidence evidence) {
        require(
                isName(evidence.id()),
                "An entry's id is 1 to 64 letters, digits and signs, with no space, comma, quote or backslash, and"
                        + " begins with a letter or digit.");
        checkWord("type of evidence", evidence.type());
        require(evidence.caseId() == null || isName(evidence.caseId()), CASE);
        require(
                evidence.from() == null
                        || evidence.until() == null
                        || evidence.from().isBefore(evidence.until()),
                "An entry holds from a moment that lies before the one it holds until.");
        checkFacts(evidence.facts());
    }

    static void checkPlace(String place) {
        require(
                JURISDICTION.matcher(place).matches(),
                "A jurisdiction is written as ISO 3166-2, a city after a slash: US, US-OR, US-OR/portland.");
    }

    private static void checkFacts(Map<String, List<String>> facts) {
        require(!facts.containsKey(EXEMPTION), "An exemption is no fact to register: it is granted. See: grant add.");
        require(
                facts.values().stream().mapToInt(List::size).sum() <= MOST_FACTS,
                "There are at most " + MOST_FACTS + " facts.");
        facts.forEach((name, words) -> require(
                FACT.matcher(name).matches()
                        && words.stream().allMatch(word -> SAID.matcher(word).matches()),
                "A fact is written as name=word, such as place_type=workplace."));
    }

    /** True for an id in lower case, as organisations and people have one. */
    static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    /** True for a name that can appear in a header list: an evidence entry or a case. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    static void checkWord(String what, String word) {
        require(
                word.length() <= LONGEST_WORD && WORD.matcher(word).matches(),
                "A " + what + " is lower-case words joined by dots, such as law_enforcement.police.");
    }

    static void require(boolean met, String otherwise) {
        if (!met) {
            throw new Unacceptable(otherwise);
        }
    }
}
