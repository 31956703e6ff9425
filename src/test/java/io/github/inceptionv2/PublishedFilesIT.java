package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files that a release uploads to Maven Central are complete. */
class PublishedFilesIT {

  private static final Path TARGET = Path.of("target");

  @ParameterizedTest
  @ValueSource(strings = {".jar", "-sources.jar", "-javadoc.jar"})
  void everyJar_hasItsLicenceAndNotice(String ending) throws IOException {
    assertEquals(Files.readString(Path.of("LICENSE")), entry(ending, "META-INF/LICENSE"));
    assertTrue(entry(ending, "META-INF/NOTICE").contains("ImageNetLabels.txt"));
  }

  @Test
  void javadoc_hasItsOverviewAndAFooter() throws IOException {
    String overview = entry("-javadoc.jar", "index.html");
    assertTrue(overview.contains("trains a model on a folder of photographs"), overview);
    assertTrue(overview.contains("Apache License 2.0"), overview);
  }

  @Test
  void publishedPom_hasWhatCentralRequires_andNothingOfTheBuild() throws IOException {
    String pom = Files.readString(TARGET.resolve("published.pom"));
    for (String wanted :
        Set.of("<name>", "<description>", "<url>", "<licenses>", "<developers>", "<scm>")) {
      assertTrue(pom.contains(wanted), wanted);
    }
    for (String unwanted : Set.of("<profiles>", "<build>", "<properties>", "junit")) {
      assertFalse(pom.contains(unwanted), unwanted);
    }
    assertEquals(pom, entry(".jar", "META-INF/maven/io.github.inceptionv2/inception-v2/pom.xml"));
  }

  /**
   * The bill of materials lists the command line's own libraries as optional components, together
   * with their dependencies.
   */
  @Test
  void billOfMaterials_requiresOnlyWhatEmbeddersGet() throws IOException {
    JsonObject bill =
        JsonParser.parseString(Files.readString(TARGET.resolve("bom.json"))).getAsJsonObject();
    Map<String, String> required = new HashMap<>();
    for (JsonElement element : bill.getAsJsonArray("components")) {
      JsonObject component = element.getAsJsonObject();
      assertFalse(component.get("group").getAsString().contains("spark"), component.toString());
      if (component.get("scope").getAsString().equals("required")) {
        required.put(component.get("bom-ref").getAsString(), component.get("name").getAsString());
      }
    }
    JsonObject root = bill.getAsJsonObject("metadata").getAsJsonObject("component");
    Set<String> names = new TreeSet<>();
    addReached(root.get("bom-ref").getAsString(), bill, required, names);
    assertEquals(
        Set.of(
            "javacpp",
            "ndarray",
            "protobuf-java",
            "slf4j-api",
            "tensorflow-core-api",
            "tensorflow-core-native",
            "tensorflow-core-platform"),
        names);
  }

  /** Adds the names of required components that {@code reference} depends on. */
  private static void addReached(
      String reference, JsonObject bill, Map<String, String> required, Set<String> names) {
    for (JsonElement element : bill.getAsJsonArray("dependencies")) {
      JsonObject entry = element.getAsJsonObject();
      if (entry.get("ref").getAsString().equals(reference) && entry.has("dependsOn")) {
        for (JsonElement other : entry.getAsJsonArray("dependsOn")) {
          String name = required.remove(other.getAsString());
          if (name != null) {
            names.add(name);
            addReached(other.getAsString(), bill, required, names);
          }
        }
      }
    }
  }

  private static String entry(String ending, String name) throws IOException {
    Path path = TARGET.resolve("inception-v2-" + System.getProperty("project.version") + ending);
    try (JarFile jar = new JarFile(path.toFile())) {
      byte[] bytes = jar.getInputStream(jar.getEntry(name)).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
