package io.github.inceptionv2.internal.module;

import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.internal.files.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;

/** Makes one SHA-256 of all files that a model is read from. */
public final class ModelDigest {

  /** What else lies in a module's directory, such as a README, does not change results. */
  private static final List<String> PARTS =
      List.of("saved_model.pb", "variables", ModuleLayout.ASSETS, RangesFile.NAME);

  private static final List<String> OPTIONAL_PARTS = List.of(ModuleLayout.ASSETS, RangesFile.NAME);

  private final MessageDigest digest = Digests.newSha256();
  private final DigestOutputStream out =
      new DigestOutputStream(OutputStream.nullOutputStream(), digest);

  private ModelDigest() {}

  public static String ofModule(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      throw new NoSuchFileException(
          directory.toString(), null, "there is no such directory; expected a module's");
    }
    ModelDigest all = new ModelDigest();
    for (String part : PARTS) {
      List<Path> files = files(directory.resolve(part));
      if (files.isEmpty() && !OPTIONAL_PARTS.contains(part)) {
        throw new NoSuchFileException(
            directory.resolve(part).toString(),
            null,
            "holds no file; copy the module again, whole");
      }
      for (Path file : files) {
        all.add(directory.relativize(file).toString().replace('\\', '/'), file);
      }
    }
    return all.hex();
  }

  /** Links are followed: the reader of a module follows them too. */
  private static List<Path> files(Path part) throws IOException {
    if (!Files.exists(part)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(part, FileVisitOption.FOLLOW_LINKS)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Reads the one file of a checkpoint of the first format, or all of one of the second.
   *
   * @param path as {@link ModelSource#checkpoint} takes it
   */
  public static String ofCheckpoint(Path path) throws IOException {
    String name = path.getFileName().toString().replaceFirst("\\.(index|data-\\d+-of-\\d+)$", "");
    ModelDigest all = new ModelDigest();
    for (Path file : checkpointFiles(path.toAbsolutePath().getParent(), name)) {
      all.add(file.getFileName().toString(), file);
    }
    return all.hex();
  }

  private static List<Path> checkpointFiles(Path directory, String name) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> found =
          files
              .filter(
                  file -> {
                    String other = file.getFileName().toString();
                    return other.equals(name)
                        || other.equals(name + ".index")
                        || other.startsWith(name + ".data-");
                  })
              .sorted()
              .toList();
      if (found.isEmpty()) {
        throw new NoSuchFileException(directory.resolve(name).toString());
      }
      return found;
    }
  }

  public static String ofText(String text) throws IOException {
    ModelDigest all = new ModelDigest();
    all.out.write(text.getBytes(StandardCharsets.UTF_8));
    return all.hex();
  }

  private void add(String name, Path file) throws IOException {
    out.write((name + " " + Files.size(file) + "\n").getBytes(StandardCharsets.UTF_8));
    try (InputStream in = Files.newInputStream(file)) {
      in.transferTo(out);
    }
  }

  private String hex() {
    return Digests.hex(digest);
  }
}
