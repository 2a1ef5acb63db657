package io.facegate.cli.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.catalogue.VendorApi;
import io.facegate.cli.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class VendorCommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return new CommandLine(new VendorCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void listHasEveryOperationOnALineOfItsOwn() {
        assertThat(run("list")).isZero();
        assertThat(out.toString().lines())
                .hasSize(Stream.of(VendorApi.values())
                        .mapToInt(api -> api.catalogue().operations().size())
                        .sum())
                .anySatisfy(line -> assertThat(line).matches("rekognition +CompareFaces +verify"))
                .anySatisfy(line -> assertThat(line).matches("google_vision +BatchAnnotateImages +by parameters"));
        assertThat(run("list", "--api", "azure_vision")).isZero();
        assertThat(out.toString().lines()).hasSize(3).allMatch(line -> line.startsWith("azure_vision "));
    }

    @Test
    void showSaysWhatAnOperationDoesTakesMakesAndWhetherItsAnswerCanBeFiltered() {
        assertThat(run("show", "CompareFaces")).isZero();
        assertThat(out.toString()).isEqualTo("""
            CompareFaces, Amazon Rekognition (rekognition)
              does             Compare one face with another (verify)
              if several faces Search for a person in stored pictures (identify.retro)
              if several faces Search for a person live (identify.live)
              parameters       QualityFilter, SimilarityThreshold, SourceImage, TargetImage
              similarity       SimilarityThreshold, 80 by default
              answer           can be filtered; a field that the catalogue does not name is dropped
              sent again       yes, after a passing fault, unless the caller's client retries: it changes nothing
            """);
        assertThat(run("show", "StartFaceSearch")).isZero();
        assertThat(out.toString())
                .contains("makes            a job, named by JobId; it belongs to the caller's organisation")
                .contains("answer           has no results; they come with GetFaceSearch, which can be filtered")
                .contains("sent again       only if nothing of it was sent");
        assertThat(run("show", "CreateStreamProcessor")).isZero();
        assertThat(out.toString())
                .contains("with Settings    its value can change what the operation does")
                .contains("answer           has no results; the vendor delivers them elsewhere, unfiltered");
        assertThat(run("show", "DeleteCollection")).isZero();
        assertThat(out.toString()).contains("its resource     is erased; its owner may do this for any purpose");
    }

    @Test
    void showSaysForEveryVendorWhatAnOperationUsesMakesListsAndErases() throws Exception {
        assertThat(shown("CreateLargePersonGroup"))
                .contains("makes            a collection, named by largePersonGroupId; it belongs to");
        assertThat(shown("GetLivenessSessionResult"))
                .contains("uses             sessionId (session)\n")
                .contains("makes            images, as many as sessionImageId names; they belong to")
                .contains("its resource     is the result of an earlier call");
        assertThat(shown("GetPersonGroups"))
                .contains("lists            each collection of the caller's organisation\n");
        assertThat(shown("DeletePerson")).contains("its resource     is erased; its owner may do this for any purpose");
        assertThat(shown("AddFace"))
                .contains("makes            a face, named by image_id; it belongs to")
                .contains("its collection   is begun for the organisation and the purpose, if there is none\n");
        assertThat(shown("DeleteSubjects"))
                .contains("its collection   is erased; its owner may do this for any purpose\n")
                .doesNotContain("its resource");
        assertThat(shown("PurgeProducts"))
                .contains("makes            a job, named by name; it belongs to")
                .contains("owner            only for an organisation that has the vendor's account to itself");
        assertThat(shown("DeleteCollection")).contains("uses             CollectionId (collection)\n");
        var json = JSON.readTree(shown("AddFaceListFace", "--json"));
        assertThat(json.at("/uses/faceListId").textValue()).isEqualTo("collection");
        assertThat(json.get("effect").textValue()).isEqualTo("uses");
    }

    private String shown(String... words) {
        var arguments = Stream.concat(Stream.of("show"), Stream.of(words)).toArray(String[]::new);
        assertThat(run(arguments)).isZero();
        return out.toString();
    }

    @Test
    void showSaysWhatAValueAddsAndWhatIsAddedUnasked() {
        assertThat(run("show", "Detect", "--api", "azure_face")).isZero();
        assertThat(out.toString())
                .contains("with returnFaceAttributes glasses: analyze.eyeglasses, analyze.sunglasses")
                .contains("request          POST /face/{version}/detect")
                .contains("also             Unless returnFaceId is false, the vendor keeps a template");
        assertThat(run("show", "Identify")).isZero();
        assertThat(out.toString())
                .contains("similarity       confidenceThreshold\n")
                .contains("results          at most maxNumOfCandidatesReturned\n");
        assertThat(run("show", "Recognize")).isZero();
        assertThat(out.toString()).contains("results          at most prediction_count, 1 by default\n");
        assertThat(run("show", "DownloadFace")).isZero();
        assertThat(out.toString()).contains("answer           is a picture and cannot be filtered");
    }

    @Test
    void aNameThatSeveralApisUseIsShownForEach() throws Exception {
        assertThat(run("show", "ListFaces", "--json")).isZero();
        var lines = out.toString().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(JSON.readTree(lines.getFirst()).get("provider").textValue()).isEqualTo("rekognition");
        var second = JSON.readTree(lines.getLast());
        assertThat(second.get("provider").textValue()).isEqualTo("compreface");
        assertThat(second.get("path").textValue()).isEqualTo("/api/v1/recognition/faces");
        assertThat(second.get("sent_again").booleanValue()).isTrue();
    }

    @Test
    void anUnknownWordIsAnErrorOfUsageWithTheNearestKnownOne() {
        assertThat(run("show", "ComparFaces")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("unknown operation 'ComparFaces'; did you mean 'CompareFaces'?");
        assertThat(run("list", "--api", "rekognitoin")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("unknown API 'rekognitoin'; did you mean 'rekognition'?");
        assertThat(run("show")).isEqualTo(ExitCode.USAGE.number());
        assertThat(out.toString()).isEmpty();
    }
}
