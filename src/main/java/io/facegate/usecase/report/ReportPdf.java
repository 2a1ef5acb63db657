package io.facegate.usecase.report;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Writes a report as a tagged PDF, made of the report's own HTML. It loads nothing from the network or the disk. */
final class ReportPdf {
    private static final String FONT = "Liberation Sans";
    private static final String FONT_FILE = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    private ReportPdf() {}

    static byte[] write(ReportDocument report) {
        XRLog.setLoggingEnabled(false);
        var out = new ByteArrayOutputStream();
        try {
            new PdfRendererBuilder()
                    .usePdfUaAccessibility(true)
                    .withW3cDocument(parse(ReportHtml.write(report)), null)
                    .useFont(() -> new ByteArrayInputStream(Font.WITHOUT_LIGATURES), FONT)
                    .useUriResolver((_, _) -> null)
                    .withProducer("Facegate")
                    .toStream(out)
                    .run();
            return out.toByteArray();
        } catch (IOException | SAXException | ParserConfigurationException broken) {
            throw new IllegalStateException("The report cannot be written as PDF.", broken);
        }
    }

    /** Held once: every report is written with it. */
    private static final class Font {
        private static final byte[] LIGATURES = "GSUB".getBytes(US_ASCII);
        private static final int TABLE_COUNT_AT = 4;
        private static final int TABLES_AT = 12;
        private static final int TABLE_BYTES = 16;

        static final byte[] WITHOUT_LIGATURES = read();

        private static byte[] read() {
            try (var file = Objects.requireNonNull(PDDocument.class.getResourceAsStream(FONT_FILE), FONT_FILE)) {
                return hideLigatures(file.readAllBytes());
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        /** Gives the table of ligatures another tag: with it, a third of the time went to regular expressions for it. */
        private static byte[] hideLigatures(byte[] font) {
            int tables = ByteBuffer.wrap(font).getShort(TABLE_COUNT_AT);
            for (int table = 0; table < tables; table++) {
                int at = TABLES_AT + table * TABLE_BYTES;
                if (Arrays.equals(font, at, at + LIGATURES.length, LIGATURES, 0, LIGATURES.length)) {
                    font[at] = 'x';
                }
            }
            return font;
        }
    }

    /** Parses HTML that is well-formed XML. The type in its first line is left out, so nothing of it is looked up. */
    private static Document parse(String html) throws IOException, SAXException, ParserConfigurationException {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setNamespaceAware(true);
        var body = html.substring(html.indexOf("<html"));
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(body)));
    }
}
