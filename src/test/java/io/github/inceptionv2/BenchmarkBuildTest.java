package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * The benchmarks' build declares the same versions as the library's build, from which it cannot
 * inherit them.
 */
class BenchmarkBuildTest {

  private static final Path LIBRARY = Path.of("pom.xml");
  private static final Path AGGREGATOR = Path.of("src/jmh/pom.xml");
  private static final Path BENCHMARKS = Path.of("src/jmh/benchmarks/pom.xml");

  @Test
  void versions_ofTheProjects_areEqual() throws Exception {
    String version = child(project(LIBRARY), "version");
    assertEquals(version, child(project(AGGREGATOR), "version"));
    assertEquals(version, child(project(BENCHMARKS), "version"));
  }

  @Test
  void dependencies_ofBothBuilds_haveTheSameVersions() throws Exception {
    assertSameVersions("dependency", "groupId", 4);
  }

  @Test
  void plugins_ofBothBuilds_haveTheSameVersions() throws Exception {
    assertSameVersions("plugin", "artifactId", 3);
  }

  /** Asserts equal versions of the elements that both builds declare, at least {@code count}. */
  private static void assertSameVersions(String tag, String key, int count) throws Exception {
    Map<String, String> library = versions(project(LIBRARY), tag, key);
    Map<String, String> benchmarks = versions(project(BENCHMARKS), tag, key);
    benchmarks.keySet().retainAll(library.keySet());
    library.keySet().retainAll(benchmarks.keySet());
    assertEquals(library, benchmarks);
    assertTrue(library.size() >= count, library.toString());
  }

  private static Map<String, String> versions(Element project, String tag, String key) {
    Map<String, String> versions = new TreeMap<>();
    NodeList elements = project.getElementsByTagName(tag);
    for (int i = 0; i < elements.getLength(); i++) {
      Element element = (Element) elements.item(i);
      if (!hasVersion(element)) {
        continue; // a profile's addition to a plugin whose version is declared elsewhere
      }
      versions.merge(
          child(element, key),
          resolve(project, child(element, "version")),
          (first, second) -> first.equals(second) ? first : first + " and " + second);
    }
    return versions;
  }

  private static boolean hasVersion(Element element) {
    for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node.getNodeName().equals("version")) {
        return true;
      }
    }
    return false;
  }

  /** Replaces a property reference by the property's value, if the POM defines the property. */
  private static String resolve(Element project, String version) {
    NodeList values = project.getElementsByTagName(version.replaceAll("[${}]", ""));
    return values.getLength() == 0 ? version : values.item(0).getTextContent();
  }

  private static String child(Element parent, String name) {
    List<String> texts = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node.getNodeName().equals(name)) {
        texts.add(node.getTextContent());
      }
    }
    assertEquals(1, texts.size(), () -> name + " of " + parent.getTextContent());
    return texts.get(0);
  }

  private static Element project(Path pom) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(pom.toFile())
        .getDocumentElement();
  }
}
