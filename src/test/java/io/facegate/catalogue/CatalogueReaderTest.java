package io.facegate.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.facegate.call.Capability;
import io.facegate.call.ResourceKind;
import io.facegate.call.SimilarityScale;
import io.facegate.catalogue.CatalogueNode.Items;
import io.facegate.catalogue.CatalogueNode.Mapping;
import io.facegate.catalogue.CatalogueNode.Scalar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The catalogues are valid, and a mistake in one is refused with its place. */
class CatalogueReaderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path VENDORS = Path.of("src/main/resources/io/facegate/vendor");

    private static final String SOUND = """
        # A catalogue.
        apis:
          acme_face:
            title: Acme Face
            operations:
              Compare:
                call: "POST /{version}/compare"
                versions: [v1]
                capabilities: [verify]
                if_several_faces: [identify.retro]
                body: [json]
                query: [top]
                parameters: [source, target,
                  threshold]
                threshold: {parameter: threshold, default: 0.5}
                max_results: {parameter: top, limit: 10}
                reply: CompareReply
                read_only: true
              Enroll:
                capabilities: [enroll]
                makes: {kind: face, field: id}
                results_by: Compare
            reply_shapes:
              CompareReply:
                matches: {shape: Match, role: results}
              Match:
                score: {role: score}
                age: {reveals: analyze.age}
            reply_fields:
              plain: [matches, score]
              reveals:
                age: [analyze.age]
              results: [matches]
              objects: [matches]
              whole: [raw]
              similarity: {field: score, lists: [matches], beside: [age], alone: score}
              answers_lists: true
              unrequested: true
            parameter_words:
              attributes:
                age: [analyze.age]
                pose: []
            same_words:
              extras: attributes
            left_out:
              Sing: "It is no operation on faces."
            similarity_maximum: 100
            similarity_scales:
              acme_face/pairs: {max: 100, default: 5, comparisons_only: true}
              acme_face/searches: {max: 100}
            clients_repeat: unavailable
            resource_fields:
              id: {kind: face, reply_only: true}
          acme_albums:
            title: Acme Albums
            operations:
              CreateAlbum:
                call: "PUT /albums/{album}"
                capabilities: [gallery_admin]
                body: [none]
                makes: {kind: collection, field: album}
              EraseAlbum:
                call: "DELETE /albums/{album}"
                capabilities: [gallery_erase]
                body: [none]
                effect: forgets
                answers: [EraseGallery]
              ListAlbums:
                capabilities: [gallery_read]
                reply: Albums
                lists: {in: [albums], kind: collection, field: Name}
              Watch:
                capabilities: [liveness]
                answers: [Detect]
                makes: {kind: session, field: session, days: 2, read_by: Seen}
              Seen:
                capabilities: [job_result]
                parameters: [session]
                effect: inherits
              EraseAll:
                capabilities: [gallery_erase]
                effect: forgets
                collection: erased
            reply_shapes:
              Albums:
                albums: {shape: "*"}
            parameter_patterns:
              album: "[a-z]+(\\\\.[a-z]+)?"
            resource_fields:
              album: {kind: collection, family: albums}
              albums/Name: {kind: collection, reply_only: true}
              session: {kind: session}
        """;

    static Stream<Path> catalogues() throws IOException {
        try (var folders = Files.list(VENDORS)) {
            return folders.map(folder -> folder.resolve("catalogue.yaml")).filter(Files::exists).toList().stream();
        }
    }

    @Test
    void everyApiIsInACatalogueAndNoCatalogueHasAnother() throws IOException {
        VendorApi.readAll();
        var words = new TreeSet<String>();
        for (var file : catalogues().toList()) {
            words.addAll(CatalogueReader.parse("x", Files.readString(file)).keySet());
        }
        assertThat(words)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(VendorApi.values()).map(VendorApi::word).toList());
    }

    @ParameterizedTest
    @MethodSource("catalogues")
    void eachIsValidByThePublishedSchema(Path file) throws IOException {
        assertThat(schema().validate(yaml(Files.readString(file)))).isEmpty();
    }

    /** The product's own parser takes a part of YAML only; within that it reads what every parser reads. */
    @ParameterizedTest
    @MethodSource("catalogues")
    void eachIsReadAsAnyParserOfYamlReadsIt(Path file) throws IOException {
        var text = Files.readString(file);
        assertThat(plain(CatalogueYaml.parse("x", text)))
                .isEqualTo(words(new Load(LoadSettings.builder().build()).loadFromString(text)));
    }

    @Test
    void theSchemaKnowsTheWordsOfTheCode() throws IOException {
        var schema = JSON.readTree(Files.readString(Path.of("docs/schema/catalogue.json")));
        assertThat(texts(schema.at("/$defs/capability/enum")))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Capability.values()).map(Capability::code).toList());
        assertThat(texts(schema.at("/$defs/operation/properties/makes/properties/kind/enum")))
                .containsExactlyInAnyOrderElementsOf(lower(ResourceKind.values()));
        assertThat(texts(schema.at("/$defs/operation/properties/body/items/enum")))
                .containsExactlyInAnyOrderElementsOf(lower(RestOperation.Form.values()));
        assertThat(texts(schema.at("/$defs/operation/properties/effect/enum")))
                .containsExactlyInAnyOrderElementsOf(lower(OperationEffect.Act.values()).stream()
                        .filter(word -> !word.equals("uses"))
                        .toList());
        for (var kind : List.of("/$defs/operation/properties/lists", "/$defs/resource_field")) {
            assertThat(texts(schema.at(kind + "/properties/kind/enum")))
                    .containsExactlyInAnyOrderElementsOf(lower(ResourceKind.values()));
        }
        assertThat(texts(schema.at("/$defs/operation/properties/collection/enum")))
                .containsExactlyInAnyOrderElementsOf(lower(OperationEffect.CollectionUse.values()));
        assertThat(texts(schema.at("/$defs/part/properties/role/enum")))
                .containsExactlyInAnyOrderElementsOf(lower(ReplyShapes.Role.values()).stream()
                        .filter(word -> !word.equals("plain"))
                        .toList());
        assertThat(texts(schema.at("/$defs/api/properties/clients_repeat/enum")))
                .containsExactlyInAnyOrderElementsOf(lower(ClientRetryBehaviour.values()).stream()
                        .filter(word -> !word.equals("nothing"))
                        .toList());
    }

    @Test
    void whatAnOperationDoesToResourcesIsRead() {
        var albums = CatalogueReader.parse("acme", SOUND).get("acme_albums");
        var created = albums.operations().get("CreateAlbum");
        assertThat(created.newNameParameter()).isEqualTo("album");
        assertThat(albums.resourcesOf(created)).containsOnlyKeys("album");
        assertThat(albums.operations().get("EraseAlbum").effect().act()).isEqualTo(OperationEffect.Act.FORGETS);
        assertThat(albums.operations().get("ListAlbums").effect().lists())
                .isEqualTo(new OperationEffect.MixedList(List.of("albums"), ResourceKind.COLLECTION, "Name"));
        assertThat(albums.words().findMismatch(Map.of("album", "a.b", "song", "1")))
                .isNull();
        assertThat(albums.words().findMismatch(Map.of("album", "a-b")))
                .isEqualTo("album must match [a-z]+(\\.[a-z]+)?.");
        var watch = albums.operations().get("Watch");
        assertThat(watch.newNameParameter()).isNull();
        assertThat(watch.effect().makes())
                .isEqualTo(
                        new OperationEffect.Made(ResourceKind.SESSION, "session", false, Duration.ofDays(2), "Seen"));
        assertThat(albums.operations().get("EraseAll").effect().collection())
                .isEqualTo(OperationEffect.CollectionUse.ERASED);
        assertThat(CatalogueReader.parse("acme", SOUND)
                        .get("acme_face")
                        .operations()
                        .get("Enroll")
                        .effect()
                        .makes()
                        .onlyFor())
                .isEqualTo("Compare");
    }

    @Test
    void aSoundCatalogueIsReadWhole() throws IOException {
        assertThat(schema().validate(yaml(SOUND))).isEmpty();
        var api = CatalogueReader.parse("acme", SOUND).get("acme_face");
        var compare = api.operations().get("Compare");
        assertThat(compare.route().path()).containsExactly("{version}", "compare");
        assertThat(compare.parameters()).containsExactlyInAnyOrder("source", "target", "threshold");
        assertThat(compare.threshold()).isEqualTo("threshold");
        assertThat(compare.effect().readOnly()).isTrue();
        assertThat(api.operations().get("Enroll").effect().makes().kind()).isEqualTo(ResourceKind.FACE);
        assertThat(api.words().capabilities("extras", "age")).containsExactly(Capability.ANALYZE_AGE);
        assertThat(api.fields().revealedCapabilities("song")).isNull();
        assertThat(api.fields())
                .isEqualTo(new ReplyFields(
                        Map.of(
                                "matches", Set.of(),
                                "score", Set.of(),
                                "raw", Set.of(),
                                "age", Set.of(Capability.ANALYZE_AGE)),
                        Set.of("matches"),
                        Set.of("matches"),
                        Set.of("raw"),
                        new ReplyFields.Similarity("score", Set.of("matches"), Set.of("age"), "score"),
                        true,
                        true));
        assertThat(api.toVendorScale(0.55)).isEqualByComparingTo("55");
        assertThat(api.shapes().isScored("CompareReply")).isTrue();
        assertThat(api.scales())
                .containsExactly(
                        new SimilarityScale("acme_face", "acme_face/pairs", 100, OptionalDouble.of(5), true),
                        new SimilarityScale("acme_face", "acme_face/searches", 100, OptionalDouble.empty(), false));
        assertThat(api.clientRepeats()).isEqualTo(ClientRetryBehaviour.UNAVAILABLE);
        assertThat(api.leftOut()).extracting(ApiCatalogue.LeftOut::name).containsExactly("Sing");
    }

    /** Each mistake, in the reader and, where a schema can tell it, in the schema. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        capabilities: [verify]      | capabilties: [verify]         | true  | line 7, apis, acme_face, operations, Compare: the key capabilities is missing
        read_only: true             | read_onyl: true               | true  | line 18, apis, acme_face, operations, Compare: there is no key read_onyl
        read_only: true             | read_only: false              | true  | line 18, apis, acme_face, operations, Compare: read_only is either true or left out
        [identify.retro]            | [identfy.retro]               | true  | line 10, apis, acme_face, operations, Compare: if_several_faces names an unknown capability: identfy.retro
        if_several_faces: [identify.retro] | if_several_faces: identify.retro | true | line 10, apis, acme_face, operations, Compare: if_several_faces must be a list
        Enroll:                     | Compare:                      | false | line 19: Compare is there twice
        [verify]                    | [verify, verify]              | true  | line 9, apis, acme_face, operations, Compare: capabilities has verify twice
        default: 0.5                | default: half                 | true  | line 15, apis, acme_face, operations, Compare, threshold: default is not a number: half
        {parameter: threshold, default: 0.5} | {parameter: thresh, default: 0.5} | false | line 15, apis, acme_face, operations, Compare: threshold names a parameter that the operation does not take: thresh
        {parameter: top, limit: 10} | {parameter: most, limit: 10}  | false | line 16, apis, acme_face, operations, Compare: max_results names a parameter that the operation does not take: most
        {parameter: top, limit: 10} | {parameter: top, limit: 0}    | true  | line 16, apis, acme_face, operations, Compare, max_results: limit is not a whole number from 1: 0
        POST /{version}/compare     | SING /{version}/compare       | true  | line 7, apis, acme_face, operations, Compare: call must be a method and a path
        POST /{version}/compare     | POST /{version/compare        | false | line 7, apis, acme_face, operations, Compare: call must be a method and a path
        body: [json]                | body: [json]~        refused_as: song | false | line 12, apis, acme_face, operations, Compare: refused_as has an unknown value: song
        body: [json]                | body: [song]                  | true  | line 11, apis, acme_face, operations, Compare: body has an unknown value: song
        body: [json]                | body: []                      | true  | line 11, apis, acme_face, operations, Compare: body is missing
        Enroll:                     | Enroll:~        call: "POST /{v}/compare"~        body: [none] | false | apis, acme_face: operations has one method and path for Compare and Enroll
        kind: face                  | kind: song                    | true  | line 21, apis, acme_face, operations, Enroll, makes: kind has an unknown value: song
        results_by: Compare         | results_by: Song              | false | apis, acme_face: operations has Enroll whose results_by is no operation: Song
        reply: CompareReply         | reply: Song                   | false | line 17, apis, acme_face, operations, Compare: reply is no shape: Song
        shape: Match                | shape: Song                   | false | apis, acme_face: reply_shapes has CompareReply.matches of an unknown shape: Song
        role: score                 | role: song                    | true  | line 27, apis, acme_face, reply_shapes, Match, score: role has an unknown value: song
        reveals: analyze.age        | reveals: analyze.song         | true  | line 28, apis, acme_face, reply_shapes, Match, age: reveals names an unknown capability: analyze.song
        plain: [matches, score]     | plain: [matches, age]         | false | apis, acme_face, reply_fields: reveals has a field that is also plain: age
        results: [matches]          | results: [songs]              | false | line 33, apis, acme_face, reply_fields: results has an unknown field: songs
        objects: [matches]          | objects: [songs]              | false | line 34, apis, acme_face, reply_fields: objects has an unknown field: songs
        objects: [matches]          | objects: [raw]                | false | line 34, apis, acme_face, reply_fields: objects has a field that is also whole: raw
        whole: [raw]                | whole: [raw, score]           | false | line 35, apis, acme_face, reply_fields: whole has a field that is also plain: score
        field: score                | field: song                   | false | line 36, apis, acme_face, reply_fields: similarity has an unknown field: song
        beside: [age]               | beside: [song]                | false | line 36, apis, acme_face, reply_fields: similarity has an unknown field: song
        alone: score                | alone: song                   | false | line 36, apis, acme_face, reply_fields: similarity has an unknown field: song
        lists: [matches], beside    | lists: [score], beside        | false | line 36, apis, acme_face, reply_fields: similarity has lists that are no results: score
        field: score                | feild: score                  | true  | line 36, apis, acme_face, reply_fields, similarity: the key field is missing
        answers_lists: true         | answers_lists: false          | true  | line 37, apis, acme_face, reply_fields: answers_lists is either true or left out
        unrequested: true           | unrequsted: true              | true  | line 38, apis, acme_face, reply_fields: there is no key unrequsted
        similarity_maximum: 100     | similarity_maximum: 0         | true  | apis, acme_face: similarity_maximum is not a whole number from 1: 0
        similarity_maximum: 100     | similarity_maximum: 50        | false | apis, acme_face: similarity_scales has a max other than similarity_maximum: acme_face/pairs
        extras: attributes          | extras: songs                 | false | extras must name a parameter of parameter_words that it is not itself
        title: Acme Face            | titel: Acme Face              | true  | line 4, apis, acme_face: the key title is missing
        makes: {kind: face, field: id} | makes: {kind: face, field: ids} | false | apis, acme_face: operations has Enroll whose makes names a field that it does not have: ids
        makes: {kind: face, field: id} | makes: {kind: job, field: id}  | false | apis, acme_face: operations has Enroll whose makes names a field that it does not have: id
        {kind: collection, field: album} | {kind: collection, field: albam} | false | apis, acme_albums: operations has CreateAlbum whose makes names a field that it does not have: albam
        in: [albums]                | in: [albms]                   | false | apis, acme_albums: operations has ListAlbums whose lists names a field that it does not have: [albms] Name
        kind: collection, field: Name | kind: collection, field: Nme | false | apis, acme_albums: operations has ListAlbums whose lists names a field that it does not have: [albums] Nme
        read_by: Seen               | read_by: Sean                 | false | apis, acme_albums: operations has Watch whose read_by is no operation: Sean
        field: id}                  | field: id, read_by: Compare}  | false | apis, acme_face, operations, Enroll, makes: read_by excludes results_by
        days: 2                     | days: 0                       | true  | makes: days is not a whole number from 1: 0
        parameters: [session]       | parameters: [sessions]        | false | apis, acme_albums: operations has Seen whose effect is on a resource, and none of its parameters is a resource field
        collection: erased          | collection: gone              | true  | EraseAll: collection has an unknown value: gone
        album: {kind: collection, family | albim: {kind: collection, family | false | apis, acme_albums: operations has EraseAlbum whose effect is on a resource
        session: {kind: session}    | session: {kind: session}~      sesion: {kind: session} | false | apis, acme_albums: resource_fields has a field that no operation takes: sesion
        session: {kind: session}    | session: {kind: session, reply_only: true} | false | apis, acme_albums: resource_fields has a field that an operation takes: session
        answers: [Detect]           | answers: [Sing]               | false | apis, acme_albums: operations has Watch whose answers has an unknown or second Sing
        answers: [Detect]           | answers: [EraseGallery]       | false | apis, acme_albums: operations has Watch whose answers has an unknown or second EraseGallery
        album: "[a-z]+              | albam: "[a-z]+                | false | apis, acme_albums, parameter_patterns: albam is no parameter of an operation
        [a-z]+                      | [a-z                          | false | apis, acme_albums, parameter_patterns: album is no pattern
        apis:                       | apps:                         | true  | apis is missing
        searches: {max: 100}        | searches: {default: 1}        | true  | similarity_scales, acme_face/searches: max must be greater than 0
        searches: {max: 100}        | searches: {max: 0}            | true  | similarity_scales, acme_face/searches: max must be greater than 0
        searches: {max: 100}        | searches: {max: 1}            | false | apis, acme_face: similarity_scales has a max other than similarity_maximum: acme_face/searches
        {max: 100, default: 5,      | {max: 100, default: 101,      | false | similarity_scales, acme_face/pairs: max must be greater than 0, and not less than the default
        acme_face/searches:         | acme/searches:                | false | acme/searches must begin with the word of its API: acme_face/
        clients_repeat: unavailable | clients_repeat: nothing       | true  | apis, acme_face: clients_repeat must be left out where it is nothing
        clients_repeat: unavailable | clients_repeat: all           | true  | apis, acme_face: clients_repeat has an unknown value: all
        """)
    void eachMistakeIsRefusedWithItsPlace(String sound, String mistaken, boolean bySchema, String message)
            throws IOException {
        assertThat(SOUND).contains(sound);
        var text = SOUND.replaceFirst(java.util.regex.Pattern.quote(sound), mistaken.replace('~', '\n'));
        assertThatThrownBy(() -> CatalogueReader.parse("catalogue of acme", text))
                .isInstanceOf(CatalogueException.class)
                .hasMessageStartingWith("catalogue of acme, ")
                .hasMessageContaining(message);
        if (bySchema) {
            assertThat(schema().validate(yaml(text))).isNotEmpty();
        }
    }

    /** Without it, a score of 2 of 100 would reach a minimum of 0.9. */
    @Test
    void theGreatestSimilarityIsThatOfTheScalesAndMustBeKnown() {
        var scaled = SOUND.replace("similarity_maximum: 100", "# The scales tell it.");
        assertThat(CatalogueReader.parse("acme", scaled).get("acme_face").similarityMaximum())
                .isEqualTo(100);
        var none = scaled.replaceAll("similarity_scales:\n(  +acme_face/.*\n)+", "# No scales.\n");
        assertThatThrownBy(() -> CatalogueReader.parse("acme", none))
                .isInstanceOf(CatalogueException.class)
                .hasMessageContaining("similarity_maximum is missing, and no similarity_scales tell it");
    }

    /** The parts of YAML that the product's parser does not take are refused, never read as something else. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "title: &a Acme",
                "title: *a",
                "title: !str Acme",
                "title: |",
                "title: 'Acme'",
                "title: \"a\\tb\"",
                "title: \"Acme",
                "title: Acme: Face",
                "title: Acme # name",
                "title: Acme, Face",
                "title:Acme",
                "title: [Acme",
                "title: [Acme] Face",
                "title: {a: b",
                "title: {a:b}",
                "title: [a b c]]",
                "title:\n          deep: too deep",
                "- title",
                "\ttitle: Acme",
            })
    void otherYamlIsRefused(String line) {
        var text = SOUND.replace("title: Acme Face", line);
        assertThatThrownBy(() -> CatalogueReader.parse("acme", text)).isInstanceOf(CatalogueException.class);
    }

    private static JsonSchema schema() throws IOException {
        return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(Files.readString(Path.of("docs/schema/catalogue.json")));
    }

    private static JsonNode yaml(String text) {
        return JSON.valueToTree(
                new Load(LoadSettings.builder().setAllowDuplicateKeys(true).build()).loadFromString(text));
    }

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(item -> texts.add(item.textValue()));
        return texts;
    }

    private static List<String> lower(Enum<?>[] values) {
        return Stream.of(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static Object plain(CatalogueNode node) {
        return switch (node) {
            case Scalar(int _, var text) -> text;
            case Items(int _, var items) ->
                items.stream().map(CatalogueReaderTest::plain).toList();
            case Mapping(int _, var entries) -> {
                var all = new LinkedHashMap<String, Object>();
                entries.forEach((key, value) -> all.put(key, plain(value)));
                yield all;
            }
        };
    }

    /** What the general parser read, with every single value as text. */
    private static Object words(Object read) {
        return switch (read) {
            case List<?> list -> list.stream().map(CatalogueReaderTest::words).toList();
            case Map<?, ?> map -> {
                var all = new LinkedHashMap<String, Object>();
                map.forEach((key, value) -> all.put(String.valueOf(key), words(value)));
                yield all;
            }
            default -> String.valueOf(read);
        };
    }
}
