package io.facegate.vendor.azure.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.call.Capability;
import io.facegate.call.CrossVendorRoute;
import io.facegate.call.FaceCall;
import io.facegate.call.FaceCall.Facts;
import io.facegate.call.NormalizedRequest;
import io.facegate.call.Picture;
import io.facegate.catalogue.VendorApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the documents say of the neutral API at Azure is what is done there. */
class AzureNeutralDocsTest {
    private static final Picture PICTURE = new Picture(new byte[8], Picture.Format.PNG, 2, 2);
    private static final NormalizedRequest.Page PAGE = new NormalizedRequest.Page(1, null);

    private static final Map<NormalizedRequest, String> ROWS = Map.ofEntries(
            Map.entry(new NormalizedRequest.Detect(PICTURE), "`detect`, `analyze`"),
            Map.entry(new NormalizedRequest.Compare(PICTURE, PICTURE, 0.5), "`verify`"),
            Map.entry(new NormalizedRequest.CreateGallery("g"), "`POST galleries`"),
            Map.entry(new NormalizedRequest.DescribeGallery("g"), "`POST galleries`"),
            Map.entry(new NormalizedRequest.ListGalleries(PAGE), "`POST galleries`"),
            Map.entry(new NormalizedRequest.EraseGallery("g"), "`POST galleries`"),
            Map.entry(new NormalizedRequest.Enroll("g", PICTURE, null, 1), "`POST galleries/{gallery}/faces`"),
            Map.entry(new NormalizedRequest.ListFaces("g", List.of(), PAGE), "`GET`, `DELETE`"),
            Map.entry(new NormalizedRequest.EraseFaces("g", List.of("f")), "`GET`, `DELETE`"),
            Map.entry(new NormalizedRequest.SearchByPicture("g", PICTURE, 0, 1), "`identify`"),
            Map.entry(new NormalizedRequest.StartLiveness(), "`POST liveness`"),
            Map.entry(new NormalizedRequest.ReadLiveness("s"), "`GET liveness/{session}`"));

    @Test
    void theTableNamesTheOperationOfEachCallAndWhatItIsJudgedByBesides() throws Exception {
        var table = section("docs/azure.md", "## The neutral API");
        ROWS.forEach((ask, row) -> {
            var cells = table.lines()
                    .filter(line -> line.startsWith("| " + row))
                    .findFirst()
                    .orElseThrow()
                    .split(" \\| ");
            var said = translated(ask, Capability.JOB_RESULT);
            assertThat(said).isNotNull();
            assertThat(cells[2]).contains('`' + said.operation() + '`');
            var besides = EnumSet.copyOf(said.facts().capabilities());
            besides.remove(Capability.JOB_RESULT);
            if (!besides.isEmpty()) {
                assertThat(cells[3]).contains(codes(besides));
            } else {
                assertThat(cells[3]).doesNotContain("`detect`", "`enroll`");
            }
        });
    }

    private static FaceCall translated(NormalizedRequest ask, Capability does) {
        var via = new CrossVendorRoute(CrossVendorRoute.NEUTRAL, "x", null, "azure_face");
        return AzureRequestTranslator.translate(
                new FaceCall(CrossVendorRoute.NEUTRAL, "x", Facts.of(Set.of(does)), ask, Map.of(), null, via, null),
                via);
    }

    private static String codes(Set<Capability> all) {
        return all.stream().map(one -> '`' + one.code() + '`').collect(Collectors.joining(", "));
    }

    @Test
    void theTableOfRoutesNamesWhatIsInferred() throws Exception {
        var cells = Files.readString(Path.of("docs/routes.md"))
                .lines()
                .filter(line -> line.startsWith("| describe them"))
                .findFirst()
                .orElseThrow()
                .split(" \\| ");
        var told = Arrays.stream(Capability.values())
                .filter(one -> one.parent() == Capability.ANALYZE
                        && translated(new NormalizedRequest.Detect(PICTURE), one) != null)
                .map(one -> '`' + one.code().substring("analyze.".length()) + '`')
                .collect(Collectors.toSet());
        assertThat(Set.of(cells[3].split(", "))).isEqualTo(told);
    }

    @Test
    void theScalesAreAsTold() throws Exception {
        var section = section("docs/azure.md", "## The neutral API");
        assertThat(VendorApi.AZURE_FACE.catalogue().scales()).hasSize(2);
        for (var scale : VendorApi.AZURE_FACE.catalogue().scales()) {
            var usual = scale.vendorDefault().orElseThrow() == 0
                    ? "0;"
                    : scale.vendorDefault().orElseThrow() + ",";
            assertThat(section).contains("` | `" + scale.group() + "` | " + usual);
        }
    }

    private static String section(String file, String heading) throws IOException {
        var text = Files.readString(Path.of(file));
        int from = text.indexOf(heading);
        return text.substring(from, text.indexOf("\n## ", from));
    }
}
