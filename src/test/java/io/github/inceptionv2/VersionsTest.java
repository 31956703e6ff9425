package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** All POMs and build files name the same version of this project. */
class VersionsTest {

  private static final Pattern MAVEN =
      Pattern.compile(
          "<groupId>io\\.github\\.inceptionv2</groupId>\\s*<artifactId>[\\w${}.-]+</artifactId>\\s*"
              + "<version>([^<]+)</version>");

  private static final Pattern GRADLE =
      Pattern.compile("io\\.github\\.inceptionv2:inception-v2[\\w-]*:([\\w.-]+)");

  @Test
  void buildFiles_nameTheVersionOfTheProject() throws Exception {
    String version = versions(Path.of("pom.xml")).get(0);
    Set<String> other = new TreeSet<>();
    int count = 0;
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      for (Path file : files.filter(VersionsTest::isBuildFile).toList()) {
        for (String found : versions(file)) {
          count++;
          if (!found.equals(version) && !found.equals("${project.version}")) {
            other.add(file + " names " + found);
          }
        }
      }
    }
    assertEquals(Set.of(), other);
    assertFalse(count < 5, "found " + count);
  }

  private static boolean isBuildFile(Path file) {
    return file.toString().matches(".*(pom\\.xml|\\.gradle|\\.gradle\\.kts)");
  }

  private static List<String> versions(Path file) throws Exception {
    String text = Files.readString(file);
    return Stream.of(MAVEN, GRADLE)
        .flatMap(pattern -> pattern.matcher(text).results())
        .map((MatchResult match) -> match.group(1))
        .toList();
  }
}
