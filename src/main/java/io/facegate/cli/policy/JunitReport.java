package io.facegate.cli.policy;

import io.facegate.cli.XmlText;
import io.facegate.policy.testing.TestReport;
import io.facegate.policy.testing.TestResult;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Test results as JUnit XML for build servers: a {@code testsuite} per file, a {@code testcase} per case. */
final class JunitReport {
    private final XMLStreamWriter xml;

    private JunitReport(XMLStreamWriter xml) {
        this.xml = xml;
    }

    static byte[] toBytes(TestReport report) {
        var bytes = new ByteArrayOutputStream();
        try {
            var xml = XMLOutputFactory.newFactory().createXMLStreamWriter(bytes, "UTF-8");
            new JunitReport(xml).write(report);
            xml.close();
        } catch (XMLStreamException error) {
            throw new IllegalStateException(error);
        }
        return bytes.toByteArray();
    }

    private void write(TestReport report) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("testsuites");
        counts(report.results());
        var files = report.results().stream()
                .collect(Collectors.groupingBy(
                        result -> result.testCase().file(), LinkedHashMap::new, Collectors.toList()));
        for (var file : files.entrySet()) {
            suite(file.getKey(), file.getValue());
        }
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void suite(String file, List<TestResult> results) throws XMLStreamException {
        xml.writeStartElement("testsuite");
        attribute("name", file);
        counts(results);
        attribute("skipped", "0");
        for (var result : results) {
            writeCase(file, result);
        }
        xml.writeEndElement();
    }

    private void counts(List<TestResult> results) throws XMLStreamException {
        long failed = results.stream().filter(result -> !result.passed()).count();
        attribute("tests", Integer.toString(results.size()));
        attribute("failures", Long.toString(failed));
        attribute("errors", "0");
        attribute("time", seconds(results.stream().map(TestResult::duration).reduce(Duration.ZERO, Duration::plus)));
    }

    private void writeCase(String file, TestResult result) throws XMLStreamException {
        xml.writeStartElement("testcase");
        attribute("name", result.testCase().name());
        attribute("classname", file.replaceFirst("\\.yaml$", ""));
        attribute("time", seconds(result.duration()));
        if (!result.passed()) {
            xml.writeStartElement("failure");
            attribute("type", "policy");
            attribute("message", "expected " + result.expected() + ", but was " + result.actual());
            xml.writeCharacters(XmlText.replaceIllegal(file + ':'
                    + result.testCase().line()
                    + "\nexpected " + result.expected()
                    + "\nactual   " + result.actual()
                    + "\nmatched  " + String.join(", ", result.decision().matched())
                    + '\n'));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, XmlText.replaceIllegal(value));
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.6f", time.toNanos() / 1e9);
    }
}
