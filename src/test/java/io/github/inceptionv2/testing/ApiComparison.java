package io.github.inceptionv2.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import japicmp.cmp.JApiCmpArchive;
import japicmp.cmp.JarArchiveComparator;
import japicmp.cmp.JarArchiveComparatorOptions;
import japicmp.filter.JavadocLikePackageFilter;
import japicmp.model.JApiClass;
import japicmp.model.JApiCompatibility;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles the sources of a release and finds the parts of its API that a later jar breaks. */
public final class ApiComparison {

  private ApiComparison() {}

  /** Compiles all Java files under {@code sources} and packs their classes. */
  public static Path jar(Path sources, Path work) throws IOException {
    Path classes = Files.createDirectories(work.resolve("classes"));
    List<String> options =
        List.of(
            "-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
    List<Path> files;
    try (Stream<Path> paths = Files.walk(sources)) {
      files = paths.filter(path -> path.toString().endsWith(".java")).toList();
    }
    StringWriter log = new StringWriter();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      boolean isCompiled =
          compiler
              .getTask(
                  log, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
              .call();
      assertTrue(isCompiled, log::toString);
    }
    return pack(classes, work.resolve("old.jar"));
  }

  private static Path pack(Path classes, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> paths = Files.walk(classes)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(path).toString().replace('\\', '/')));
        Files.copy(path, out);
      }
    }
    return jar;
  }

  /**
   * Returns the changes, by class name, because of which a caller of {@code before} cannot compile
   * or link with {@code after}.
   */
  public static Map<String, List<String>> breaks(Path before, Path after, List<String> packages) {
    JarArchiveComparatorOptions options = new JarArchiveComparatorOptions();
    options.getIgnoreMissingClasses().setIgnoreAllMissingClasses(true);
    packages.forEach(
        name -> options.getFilters().getIncludes().add(new JavadocLikePackageFilter(name, true)));
    Map<String, List<String>> breaks = new TreeMap<>();
    for (JApiClass type :
        new JarArchiveComparator(options)
            .compare(
                new JApiCmpArchive(before.toFile(), "before"),
                new JApiCmpArchive(after.toFile(), "after"))) {
      List<String> changes = changes(type);
      if (!changes.isEmpty()) {
        breaks.put(type.getFullyQualifiedName(), changes);
      }
    }
    return breaks;
  }

  private static List<String> changes(JApiClass type) {
    Map<String, JApiCompatibility> parts = new TreeMap<>();
    parts.put("class", type);
    type.getMethods().forEach(part -> parts.put("method " + part, part));
    type.getConstructors().forEach(part -> parts.put("constructor " + part, part));
    type.getFields().forEach(part -> parts.put("field " + part, part));
    return parts.entrySet().stream()
        .filter(part -> !isCompatible(part.getValue()))
        .map(part -> part.getKey() + ": " + part.getValue().getCompatibilityChanges())
        .toList();
  }

  private static boolean isCompatible(JApiCompatibility part) {
    return part.isBinaryCompatible() && part.isSourceCompatible();
  }
}
