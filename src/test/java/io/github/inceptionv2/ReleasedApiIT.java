package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.inceptionv2.testing.ApiComparison;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The API is compatible with the last release. The old API is compiled from the sources of the last
 * tag before this commit, so a build is never compared with itself.
 */
class ReleasedApiIT {

  private static final List<String> PACKAGES =
      List.of(
          "io.github.inceptionv2",
          "io.github.inceptionv2.insight",
          "io.github.inceptionv2.spark",
          "io.github.inceptionv2.training");

  private static final Pattern VERSION = Pattern.compile("v?(\\d+)\\.(\\d+)\\.(\\d+)(-SNAPSHOT)?");

  @TempDir Path directory;

  @Test
  void callersOfTheLastRelease_compileAndLink() throws Exception {
    Optional<String> tag = run("git", "describe", "--tags", "--abbrev=0", "--match=v*", "HEAD^");
    assumeTrue(tag.isPresent(), "there is no release yet");
    Path archive = directory.resolve("tag.zip");
    run("git", "archive", "-o", archive.toString(), tag.get(), "src/main/java").orElseThrow();
    Path sources = Files.createDirectory(directory.resolve("tag"));
    unzip(archive, sources);
    Map<String, List<String>> breaks =
        ApiComparison.breaks(ApiComparison.jar(sources, directory), built(), PACKAGES);

    if (mayBreak(tag.get(), System.getProperty("project.version"))) {
      String changes = latest(Files.readString(Path.of("src/site/markdown/changes.md")));
      breaks.keySet().removeIf(type -> changes.contains("`" + simpleName(type)));
    }
    assertEquals(Map.of(), breaks, "since " + tag.get());
  }

  private static void unzip(Path archive, Path to) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(archive);
        Stream<Path> paths = Files.walk(zip.getPath("/"))) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(path.toString().substring(1));
        Files.createDirectories(target.getParent());
        Files.copy(path, target);
      }
    }
  }

  private static Path built() {
    return Path.of("target", "inception-v2-" + System.getProperty("project.version") + ".jar");
  }

  /**
   * Returns true if the API may break: before 1.0 in a minor version, later only in a major
   * version. The change log must name each break.
   */
  private static boolean mayBreak(String before, String after) {
    Matcher old = VERSION.matcher(before);
    Matcher now = VERSION.matcher(after);
    assertTrue(old.matches() && now.matches(), before + " and " + after + " must be versions");
    return !old.group(1).equals(now.group(1))
        || old.group(1).equals("0") && !old.group(2).equals(now.group(2));
  }

  /** Returns the section of the newest version. */
  private static String latest(String changes) {
    String[] sections = changes.split("(?m)^## ");
    assertTrue(sections.length > 1, "the change log has no section");
    return sections[1];
  }

  private static String simpleName(String type) {
    return type.substring(type.lastIndexOf('.') + 1).replace('$', '.');
  }

  @Test
  void removedMethod_isReported_addedMethodIsNot() throws Exception {
    Path before = api("before", "public int old() { return 1; }");
    Path same = api("same", "public int old() { return 2; }");
    Path more = api("more", "public int old() { return 1; } public int extra;");
    Path less = api("less", "");
    List<String> packages = List.of("planted");

    assertEquals(Map.of(), ApiComparison.breaks(before, same, packages));
    assertEquals(Map.of(), ApiComparison.breaks(before, more, packages));
    Map<String, List<String>> breaks = ApiComparison.breaks(before, less, packages);
    assertEquals(List.of("planted.A"), List.copyOf(breaks.keySet()));
    assertTrue(breaks.toString().contains("METHOD_REMOVED"), breaks.toString());
  }

  @Test
  void breaks_followSemanticVersioning() {
    assertTrue(mayBreak("v0.1.0", "0.2.0-SNAPSHOT"));
    assertTrue(mayBreak("v1.2.0", "2.0.0"));
    assertEquals(false, mayBreak("v0.1.0", "0.1.1-SNAPSHOT"));
    assertEquals(false, mayBreak("v1.2.0", "1.3.0"));
  }

  private Path api(String name, String code) throws IOException {
    Path sources = Files.createDirectory(directory.resolve(name));
    Files.writeString(
        sources.resolve("A.java"), "package planted; public final class A {" + code + "}");
    return ApiComparison.jar(sources, Files.createDirectory(directory.resolve(name + "-work")));
  }

  /** Returns the text that a command prints, or empty if the command fails. */
  private Optional<String> run(String... command) throws Exception {
    File out = directory.resolve("out").toFile();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor() == 0
        ? Optional.of(Files.readString(out.toPath()).strip())
        : Optional.empty();
  }
}
