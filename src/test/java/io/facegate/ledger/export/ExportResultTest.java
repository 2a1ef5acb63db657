package io.facegate.ledger.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import io.facegate.ledger.Bulk;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.reading.Entries;
import io.facegate.ledger.reading.ProjectionSearch;
import io.facegate.ledger.search.RecordQuery;
import io.facegate.ledger.search.SearchFacet;
import io.facegate.ledger.tree.Rfc6962;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportResultTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RecordQuery ALL = RecordQuery.matchAll(1);

    @TempDir
    Path data;

    private record Written(ExportResult told, byte[] bytes) {
        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        List<String> lines() {
            return text().lines().toList();
        }
    }

    private Written write(ExportFormat format, RecordQuery query) throws Exception {
        var out = new ByteArrayOutputStream();
        try (var archive = ProjectionSearch.open(LedgerAddress.ofFolder(data))) {
            return new Written(ExportResult.write(archive, query, format, OcsfVersion.DEFAULT, out), out.toByteArray());
        }
    }

    @Test
    void everyFormatHoldsTheSameRecords() throws Exception {
        Bulk.fill(data, 12_000, 3);
        var query = ALL.withFacet(SearchFacet.VERDICT, "permit");
        var jsonl = write(ExportFormat.JSONL, query);
        assertThat(jsonl.told.records()).isGreaterThan(4000);
        assertThat(digest(jsonl.lines())).isEqualTo(jsonl.told.digest());
        for (var format : ExportFormat.values()) {
            var written = write(format, query);
            assertThat(written.told).as(format.key()).isEqualTo(jsonl.told);
            assertThat(records(format, written)).as(format.key()).hasSize((int) jsonl.told.records());
            if (format != ExportFormat.OCSF) {
                assertThat(digest(records(format, written))).as(format.key()).isEqualTo(jsonl.told.digest());
            }
        }
    }

    private static String digest(List<String> records) throws Exception {
        var digest = MessageDigest.getInstance("SHA-256");
        records.forEach(line -> digest.update(new Rfc6962().leaf(line.getBytes(StandardCharsets.UTF_8))));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static List<String> records(ExportFormat format, Written written) throws Exception {
        return switch (format) {
            case JSONL, OCSF -> written.lines();
            case JSON -> {
                var array = JSON.readTree(written.bytes);
                var lines = written.lines();
                var records = lines.subList(1, lines.size() - 1).stream()
                        .map(line -> line.replaceAll(",$", ""))
                        .toList();
                assertThat(array).hasSize(records.size());
                yield records;
            }
            case CLOUDEVENTS ->
                written.lines().stream()
                        .map(line -> line.substring(line.indexOf(",\"data\":") + 8, line.length() - 1))
                        .toList();
            case CSV ->
                written.text()
                        .lines()
                        .skip(1)
                        .map(line -> cells(line).getLast())
                        .toList();
            case PARQUET -> parquet(written.bytes);
        };
    }

    private static List<String> parquet(byte[] bytes) throws Exception {
        var found = new ArrayList<String>();
        try (var file = ParquetFileReader.open(InputFile.of(ByteBuffer.wrap(bytes)));
                var rows = file.rowReader()) {
            assertThat(file.getFileMetaData().rowGroups()).isNotEmpty();
            while (rows.hasNext()) {
                rows.next();
                var record = rows.getString("record");
                assertThat(rows.getString("id"))
                        .isEqualTo(JSON.readTree(record).path("id").asText());
                assertThat(rows.isNull("act")).isTrue();
                found.add(record);
            }
        }
        return found;
    }

    private static List<String> cells(String line) {
        var cells = new ArrayList<String>();
        var matcher =
                Pattern.compile("(?:^|,)(?:\"((?:[^\"]|\"\")*)\"|([^,\"]*))").matcher(line);
        while (matcher.find()) {
            cells.add(
                    matcher.group(1) == null
                            ? matcher.group(2)
                            : matcher.group(1).replace("\"\"", "\""));
        }
        return cells;
    }

    @Test
    void noCellIsAFormula() throws Exception {
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            for (var evil : List.of("=HYPERLINK(1)", "+1", "-1+2", "@SUM(1)", "|cmd")) {
                ledger.recordAct(new Ledger.Administrative("start", evil, Sample.NOW));
            }
        }
        var lines = write(ExportFormat.CSV, ALL).lines();
        assertThat(lines).hasSize(6);
        assertThat(lines.subList(1, 6)).allSatisfy(line -> {
            assertThat(cells(line)).allSatisfy(cell -> assertThat(cell).doesNotMatch("(?s)[=+\\-@|%\t\r].*"));
            assertThat(line).contains(",\"'");
        });
    }

    /** The attributes that OCSF 1.3 requires of an API Activity, and of the objects in it. */
    @Test
    void anOcsfEventHasWhatItsClassRequires() throws Exception {
        Bulk.fill(data, 600, 3);
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.recordAct(new Ledger.Administrative("start", "x", Sample.NOW));
        }
        for (var line : write(ExportFormat.OCSF, ALL).lines()) {
            var event = JSON.readTree(line);
            var required = List.of(
                    "/activity_id",
                    "/category_uid",
                    "/class_uid",
                    "/type_uid",
                    "/severity_id",
                    "/time",
                    "/metadata/version",
                    "/metadata/product/vendor_name",
                    "/actor/app_name",
                    "/api/operation",
                    "/src_endpoint/name");
            assertThat(required)
                    .allSatisfy(path ->
                            assertThat(event.at(path).isMissingNode()).as(path).isFalse());
            assertThat(event.path("class_uid").asInt()).isEqualTo(6003);
            assertThat(event.path("category_uid").asInt()).isEqualTo(6);
            assertThat(event.path("activity_id").asInt()).isIn(0, 1, 2, 3, 4, 99);
            assertThat(event.path("type_uid").asInt())
                    .isEqualTo(600300 + event.path("activity_id").asInt());
            assertThat(event.path("status_id").asInt()).isIn(1, 2);
            verdict(event);
        }
    }

    private static void verdict(JsonNode event) {
        var verdict = event.at("/unmapped/verdict").asText();
        if (!verdict.isEmpty()) {
            assertThat(event.at("/actor/authorizations/0/decision").asText())
                    .isEqualTo(verdict.equals("permit") ? "allowed" : "denied");
            assertThat(event.at("/actor/authorizations/0/policy/name").asText())
                    .isEqualTo(event.at("/unmapped/rule").asText());
        }
    }

    @Test
    void theActNamesNoCase() {
        var query = ALL.withCommitted(io.facegate.ledger.record.RecordField.CASE, "24-1187")
                .withFacet(SearchFacet.ORGANISATION, "hope");
        var act = ExportResult.act("csv", query, "m.roe", "24-1187");
        assertThat(act.subject()).matches("csv/[0-9a-f]{64}");
        var other = ALL.withCommitted(io.facegate.ledger.record.RecordField.CASE, "24-9999")
                .withFacet(SearchFacet.ORGANISATION, "hope");
        assertThat(ExportResult.act("csv", other, "m.roe", "24-9999").subject()).isEqualTo(act.subject());
        assertThat(ExportResult.act("csv", ALL, "m.roe", null).subject()).isNotEqualTo(act.subject());
    }

    @Test
    void anEventIsTheRecordInItsBytes() throws Exception {
        var json = "{\"id\":\"1\",\"kind\":\"ADMIN\",\"time\":\"2026-11-24T22:51:07.042Z\"}"
                .getBytes(StandardCharsets.UTF_8);
        var event = JSON.readTree(CloudEvent.encode(Entries.of(7, json, new byte[32])));
        assertThat(event.path("type").asText()).isEqualTo("facegate.ledger.admin");
        assertThat(event.path("ledgerindex").asText()).isEqualTo("7");
        assertThat(event.path("data")).isEqualTo(JSON.readTree(json));
    }
}
