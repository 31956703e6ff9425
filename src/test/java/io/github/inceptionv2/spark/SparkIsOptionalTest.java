package io.github.inceptionv2.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.inceptionv2.InceptionV2;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Applications that do not use Spark do not need it. */
class SparkIsOptionalTest {

  /** Packages of Spark, and of libraries that only Spark brings. */
  private static final Pattern SPARK = Pattern.compile("org/apache/(spark|hadoop)/|scala/");

  @Test
  void noOtherPackage_namesSpark() throws Exception {
    Path root =
        Path.of(InceptionV2.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Set<String> rooms = new TreeSet<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        String code = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (SPARK.matcher(code).find()) {
          rooms.add(file.getParent().getFileName().toString());
        }
      }
    }
    assertEquals(Set.of("spark"), rooms);
  }

  @Test
  void dependencies_ofSpark_areProvidedAndOptional() throws Exception {
    Document pom =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(Path.of("pom.xml").toFile());
    NodeList all = pom.getElementsByTagName("dependency");
    int count = 0;
    for (int i = 0; i < all.getLength(); i++) {
      Element dependency = (Element) all.item(i);
      if (text(dependency, "groupId").equals("org.apache.spark")) {
        assertEquals("provided", text(dependency, "scope"));
        assertEquals("true", text(dependency, "optional"));
        count++;
      }
    }
    assertEquals(2, count, "spark-sql and spark-mllib");
  }

  private static String text(Element element, String name) {
    NodeList found = element.getElementsByTagName(name);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent();
  }
}
