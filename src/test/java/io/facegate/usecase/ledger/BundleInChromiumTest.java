package io.facegate.usecase.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.Media;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.LogKeyRotation;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.ledger.checkpoint.LogKey;
import io.facegate.registry.RegistryAddress;
import io.facegate.testkit.Chromium;
import io.facegate.usecase.ledger.RecordExport.Recipient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of an unpacked bundle that checks its records, opened from the disk in a real Chromium without a network. */
class BundleInChromiumTest {
    private static final Pattern DATA = Pattern.compile("(?s)(id=\"data\">)(.*?)(</script>)");
    private static final int CHANGES = 40;

    @TempDir
    Path folder;

    private final List<String> complaints = new ArrayList<>();
    private BrowserContext context;
    private Path data;
    private Path unpacked;

    @BeforeEach
    void unpack() throws Exception {
        data = folder.resolve("data");
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            ledger.refuse(Sample.asked(), Sample.refuse());
            unpacked = unpackedAfter(
                    ledger.refuse(Sample.askedByPolice(), Sample.refuse()).id());
        }
        context = Chromium.context(new Browser.NewContextOptions().setOffline(true));
    }

    @AfterEach
    void nothingWasAskedForOrBlocked() {
        context.close();
        assertThat(complaints).isEmpty();
    }

    private Path unpackedAfter(String decision) throws Exception {
        var file = folder.resolve("evidence.zip");
        Files.deleteIfExists(file);
        try (var export = RecordExport.open(
                LedgerAddress.ofFolder(data), RegistryAddress.ofFolder(data), folder.resolve("policies"))) {
            assertThat(export.bundle(decision, UnaryOperator.identity(), new Recipient(file, "r.lee", null)))
                    .isPresent();
        }
        var to = Files.createTempDirectory(folder, "unpacked");
        try (var zip = new ZipFile(file.toFile())) {
            for (var entry : zip.stream().toList()) {
                var one = to.resolve(entry.getName());
                Files.createDirectories(one.getParent());
                Files.write(one, zip.getInputStream(entry).readAllBytes());
            }
        }
        return to;
    }

    private static String key(Path data) throws IOException {
        return Files.readString(data.resolve(LogKey.CHAIN)).lines().findFirst().orElseThrow();
    }

    private Page open(String name) {
        var page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().matches("error|warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            if (!request.url().startsWith("file:")) {
                complaints.add(request.url());
            }
        });
        page.navigate(unpacked.resolve(name).toUri().toString());
        return page;
    }

    private static void check(Page page, String key, String state) {
        page.locator("#key").fill(key);
        page.locator("button").click();
        PlaywrightAssertions.assertThat(page.locator("#status")).hasClass(state);
        assertThat(page.locator("#records li").count()).isEqualTo(state.equals("done") ? 1 : 0);
    }

    @Test
    void theAccountPrintsWithoutNavigationOnTheWholePage() {
        for (var name : List.of("account.html", "account.fr.html")) {
            var page = open(name);
            PlaywrightAssertions.assertThat(page.locator("nav a")).hasCount(3);
            PlaywrightAssertions.assertThat(page.locator("nav")).isVisible();
            page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
            PlaywrightAssertions.assertThat(page.locator("nav")).isHidden();
            PlaywrightAssertions.assertThat(page.locator("h1")).isVisible();
            assertThat(page.evaluate("getComputedStyle(document.body).maxWidth"))
                    .isEqualTo("none");
            assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo("rgb(255, 255, 255)");
            page.close();
        }
    }

    @Test
    void theKeyFromTheLetterIsGreenAndAnotherKeyIsNot() throws Exception {
        var start = open("start.html");
        start.getByText("Check it").click();
        var page = open("check.html");
        assertThat(start.url()).isEqualTo(page.url());
        PlaywrightAssertions.assertThat(page.locator("#status")).hasText("Nothing is checked yet.");
        assertThat(page.locator("#status").getAttribute("class")).isNull();
        check(page, ' ' + key(data).replace("+A", "\n+A") + "\n", "done");
        PlaywrightAssertions.assertThat(page.locator("#status"))
                .containsText("OK. The records are whole: all that this page holds (1) stand unaltered in the log ");
        PlaywrightAssertions.assertThat(page.locator("#records")).containsText("Record 2: DECISION, ");
        PlaywrightAssertions.assertThat(page.locator("#records")).isHidden();
        page.getByText("The records themselves").click();
        PlaywrightAssertions.assertThat(page.locator("pre")).isHidden();
        page.locator("#records summary").click();
        PlaywrightAssertions.assertThat(page.locator("pre")).isVisible();
        PlaywrightAssertions.assertThat(page.locator("pre")).containsText("metro-pd");
        var other = folder.resolve("other");
        try (var ledger = Ledger.open(other, Sample.SETTINGS)) {
            ledger.refuse(Sample.asked(), Sample.refuse());
        }
        check(page, key(other), "failed");
        PlaywrightAssertions.assertThat(page.locator("#status"))
                .containsText(
                        "Either the key that you pasted is not this log’s, or the evidence was tampered with. Compare the key with"
                                + " the letter first.");
        PlaywrightAssertions.assertThat(page.locator("#read")).isHidden();
        for (var mistyped :
                List.of("no key", key(data).replace("+A", "+B"), key(data).substring(1))) {
            check(page, mistyped, "badkey");
            PlaywrightAssertions.assertThat(page.locator("#status")).containsText("Nothing was checked");
        }
        check(page, key(data), "done");
    }

    /** Green is for the key in the field: whoever changes it afterwards, or during a check, sees nothing green. */
    @Test
    void anotherKeyInTheFieldTakesTheGreenAway() throws Exception {
        var page = open("check.html");
        check(page, key(data), "done");
        page.locator("#key").fill(key(data) + "x");
        PlaywrightAssertions.assertThat(page.locator("#status")).hasText("Nothing is checked yet.");
        assertThat(page.locator("#records li").count()).isZero();
        page.evaluate("""
            key => {
              const field = document.querySelector('#key');
              field.value = key;
              document.querySelector('form').requestSubmit();
              field.value = 'another';
              document.querySelector('form').requestSubmit();
            }""", key(data));
        PlaywrightAssertions.assertThat(page.locator("#status")).hasClass("badkey");
        page.waitForTimeout(1_000);
        PlaywrightAssertions.assertThat(page.locator("#status")).hasClass("badkey");
    }

    @Test
    void whateverIsChangedInThePageIsNeverGreen() throws Exception {
        var file = unpacked.resolve("check.html");
        var whole = Files.readString(file);
        var found = DATA.matcher(whole);
        assertThat(found.find()).isTrue();
        var random = new Random(15);
        var page = context.newPage();
        int from = whole.indexOf("c2sp.org", found.start(2));
        for (int change = 0; change < CHANGES; change++) {
            int at = from + random.nextInt(found.end(2) - from);
            char other = whole.charAt(at) == 'Q' ? 'R' : 'Q';
            Files.writeString(file, whole.substring(0, at) + other + whole.substring(at + 1));
            page.navigate(file.toUri().toString());
            check(page, key(data), "failed");
        }
        for (var none : List.of("", "{}", "{\"changes\":\"\",\"proofs\":[]}")) {
            Files.writeString(file, whole.substring(0, found.start(2)) + none + whole.substring(found.end(2)));
            page.navigate(file.toUri().toString());
            check(page, key(data), "failed");
            PlaywrightAssertions.assertThat(page.locator("#status"))
                    .containsText("FAILED. The evidence was tampered with or is not complete: the data in this page");
        }
    }

    /** What does not fit the signed tree fails with any key, and is told as what it is, with the place. */
    @Test
    void anAlteredRecordIsToldInWordsWithItsPlace() throws Exception {
        for (var told : Map.of(
                        "check.html", "FAILED. The evidence was tampered with, at record 2: the record does not match",
                        "check.fr.html", "ÉCHEC. Les preuves ont été falsifiées, à l’enregistrement 2, dont la preuve")
                .entrySet()) {
            var file = unpacked.resolve(told.getKey());
            var whole = Files.readString(file);
            int extra = whole.indexOf("extra ", whole.indexOf("id=\"data\">")) + "extra ".length();
            var record = whole.substring(extra, whole.indexOf("\\n", extra));
            var altered = new String(Base64.getDecoder().decode(record), UTF_8).replace("metro-pd", "metro-qd");
            var encoded = Base64.getEncoder().encodeToString(altered.getBytes(UTF_8));
            assertThat(encoded).isNotEqualTo(record);
            Files.writeString(file, whole.replace(record, encoded));
            var page = open(told.getKey());
            check(page, key(data), "failed");
            PlaywrightAssertions.assertThat(page.locator("#status")).containsText(told.getValue());
        }
    }

    @Test
    void aScriptThatIsNotThePagesOwnDoesNotRun() throws Exception {
        var file = unpacked.resolve("check.html");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(
                                "<h1>",
                                "<script>document.title='ran'</script><img src=x onerror=\"document.title='ran'\"><h1>"));
        var page = context.newPage();
        page.navigate(file.toUri().toString());
        check(page, key(data), "done");
        assertThat(page.title()).isEqualTo("Check this evidence");
    }

    @Test
    void itFollowsTheLogsKeysAndSpeaksFrench() throws Exception {
        var first = key(data);
        var next = LogKeyRotation.rotate(data, Instant.now()).toString();
        try (var ledger = Ledger.open(data, Sample.SETTINGS)) {
            unpacked = unpackedAfter(
                    ledger.refuse(Sample.askedByPolice(), Sample.refuse()).id());
        }
        var page = open("check.fr.html");
        check(page, first, "done");
        check(page, next, "done");
        PlaywrightAssertions.assertThat(page.locator("#status"))
                .containsText("OK. Les enregistrements sont intacts\u00a0: tous ceux que contient cette page (1)");
        check(page, "clé", "badkey");
        PlaywrightAssertions.assertThat(page.locator("#status")).containsText("la clé doit avoir la forme");
    }

    @Test
    void aBrowserThatCannotCheckSaysSo() throws Exception {
        context.addInitScript("SubtleCrypto.prototype.importKey = () => Promise.reject(new DOMException('none',"
                + " 'NotSupportedError'));");
        var page = open("check.html");
        check(page, key(data), "unable");
        PlaywrightAssertions.assertThat(page.locator("#status")).containsText("it cannot check Ed25519".substring(3));
    }
}
