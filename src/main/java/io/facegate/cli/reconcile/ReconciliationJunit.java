package io.facegate.cli.reconcile;

import io.facegate.cli.XmlText;
import io.facegate.usecase.reconcile.Finding;
import io.facegate.usecase.reconcile.Reconciliation;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A report as JUnit XML: each finding that counts is a failed case, and what could not be read an error. */
final class ReconciliationJunit {
    private final XMLStreamWriter xml;
    private final String suite;

    private ReconciliationJunit(XMLStreamWriter xml, String suite) {
        this.xml = xml;
        this.suite = suite;
    }

    static void write(Reconciliation result, XMLStreamWriter xml) throws XMLStreamException {
        new ReconciliationJunit(xml, "reconcile." + result.vendor().word()).write(result);
    }

    private static List<Finding> failures(Reconciliation result) {
        return Stream.of(Finding.Kind.values())
                .filter(Finding.Kind::counts)
                .flatMap(kind -> result.findings().listed(kind).stream())
                .toList();
    }

    private void write(Reconciliation result) throws XMLStreamException {
        var failures = failures(result);
        int errors = result.isTrailRead() ? 0 : 1;
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("testsuites");
        xml.writeStartElement("testsuite");
        attribute("name", suite);
        attribute("tests", Integer.toString(failures.size() + 2));
        attribute("failures", Integer.toString(failures.size()));
        attribute("errors", Integer.toString(errors));
        attribute("skipped", "0");
        for (var finding : failures) {
            writeFailure(finding);
        }
        writeRest(new ReconciliationProse(result), errors > 0);
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void writeRest(ReconciliationProse prose, boolean isError) throws XMLStreamException {
        start("the trail was read");
        if (isError) {
            xml.writeStartElement("error");
            attribute("type", "unreadable");
            attribute("message", prose.verdict());
            xml.writeEndElement();
        }
        xml.writeEndElement();
        start("permits cover the other face calls, or the vendor refused them");
        xml.writeStartElement("system-out");
        text(String.join("\n", prose.facts()) + '\n' + prose.verdict());
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private void writeFailure(Finding finding) throws XMLStreamException {
        start(finding.time() + " " + ReconciliationProse.clean(finding.operation()) + ' '
                + ReconciliationProse.reference(finding));
        xml.writeStartElement("failure");
        attribute("type", finding.reason().kind().word());
        attribute("message", finding.reason().sentence());
        text("by " + ReconciliationProse.caller(finding));
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private void start(String name) throws XMLStreamException {
        xml.writeStartElement("testcase");
        attribute("name", name);
        attribute("classname", suite);
        attribute("time", "0");
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, XmlText.replaceIllegal(value));
    }

    private void text(String text) throws XMLStreamException {
        xml.writeCharacters(XmlText.replaceIllegal(text));
    }
}
