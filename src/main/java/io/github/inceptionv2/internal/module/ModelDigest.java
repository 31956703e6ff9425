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

/** Computes one SHA-256 of all files that a model is read from. */
public final class ModelDigest {

  /**
   * The files and directories of a module that affect results. Other files, such as a README, do
   * not affect them.
   */
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
          directory.toString(), null, "there is no such directory; expected a module's directory");
    }
    ModelDigest all = new ModelDigest();
    for (String part : PARTS) {
      List<Path> files = files(directory.resolve(part));
      if (files.isEmpty() && !OPTIONAL_PARTS.contains(part)) {
        throw new NoSuchFileException(
            directory.resolve(part).toString(),
            null,
            "contains no file; copy the whole module again");
      }
      for (Path file : files) {
        all.add(directory.relativize(file).toString().replace('\\', '/'), file);
      }
    }
    return all.hex();
  }

  /** Returns the files in {@code part}; follows links, as {@link ModuleReader} does. */
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
   * Returns the digest of a checkpoint: of the only file of a V1 checkpoint, or of all files of a
   * V2 checkpoint.
   *
   * @param path a path that {@link ModelSource#checkpoint} accepts
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
