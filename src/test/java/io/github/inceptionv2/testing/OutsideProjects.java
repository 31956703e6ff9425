package io.github.inceptionv2.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.inceptionv2.internal.files.DirectoryTree;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/**
 * Applications that Maven builds with the installed artifact, as any user would.
 *
 * <p>The artifact is installed in a repository of its own, whose other entries are links to the
 * user's repository. That repository stays clean, and nothing is downloaded twice.
 */
public final class OutsideProjects {

  private static final Path SOURCES = Path.of("src/it");
  private static final Path PLATFORMS = Path.of("src/platforms");
  private static final Path BUILD = Path.of("target/it").toAbsolutePath();
  private static final Path REPOSITORY = BUILD.resolve("repository");
  private static final List<String> GROUP = List.of("io", "github", "inceptionv2");

  private static boolean isBuilt;

  private OutsideProjects() {}

  /**
   * Builds all projects, once per process, and returns the directory that contains their
   * directories.
   */
  public static synchronized Path build() throws IOException, InterruptedException {
    if (!isBuilt) {
      DirectoryTree.delete(BUILD);
      Fixtures.copy(SOURCES, BUILD);
      link(Path.of(System.getProperty("maven.repository")), REPOSITORY, GROUP);
      install();
      Path platforms = Fixtures.copy(PLATFORMS, BUILD.resolve("platforms"));
      runMaven(platforms.resolve("pom.xml"), "install");
      runMaven(BUILD.resolve("pom.xml"), "package");
      isBuilt = true;
    }
    return BUILD;
  }

  private static void runMaven(Path pom, String goal) throws IOException, InterruptedException {
    Path maven = Path.of(System.getProperty("maven.home"), "bin", isWindows() ? "mvn.cmd" : "mvn");
    List<String> command = new ArrayList<>(List.of(maven.toString(), "-B", "-ntp"));
    command.addAll(List.of("-Dmaven.repo.local=" + REPOSITORY, "-Dnative=" + Loader.getPlatform()));
    command.addAll(List.of("-f", pom.toString(), goal));
    File log = BUILD.resolve("build.log").toFile();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    int status = builder.redirectOutput(log).start().waitFor();
    assertEquals(0, status, () -> read(log.toPath()));
  }

  /** Writes the files of {@code mvn install}: the jar and the POM. */
  private static void install() throws IOException {
    String version = System.getProperty("project.version");
    Path home = REPOSITORY.resolve(String.join("/", GROUP)).resolve("inception-v2/" + version);
    String name = "inception-v2-" + version;
    Files.createDirectories(home);
    Files.copy(Path.of("target", name + ".jar"), home.resolve(name + ".jar"));
    Files.copy(Path.of("target/published.pom"), home.resolve(name + ".pom"));
  }

  /**
   * Fills {@code to} with links to the entries of {@code from}, except for the path {@code except}.
   */
  private static void link(Path from, Path to, List<String> except) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.toList()) {
        String name = entry.getFileName().toString();
        if (!name.equals(except.get(0))) {
          Files.createSymbolicLink(to.resolve(name), entry);
        } else if (except.size() > 1) {
          link(entry, to.resolve(name), except.subList(1, except.size()));
        }
      }
    }
  }

  private static boolean isWindows() {
    return File.separatorChar == '\\';
  }

  /** Returns the text of {@code file}, or the reason if it cannot be read. */
  public static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
