package io.github.inceptionv2.spark;

import io.github.inceptionv2.ModelSource;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkFiles;

/** A place where each JVM finds the model on its own machine. */
sealed interface ModelLocation extends Serializable {

  /** Returns the source of the model for this JVM. */
  ModelSource resolve() throws IOException;

  /** A path that exists on all machines, or a model in each machine's cache. */
  record Source(ModelSource source) implements ModelLocation {
    private static final long serialVersionUID = 1;

    /** Checks that the source is not null. */
    public Source {
      Objects.requireNonNull(source, "source");
    }

    @Override
    public ModelSource resolve() {
      return source;
    }

    @Override
    public String toString() {
      return source.toString();
    }
  }

  /**
   * A model that Spark distributes to each executor.
   *
   * @param name the name of the file, or of the directory of an unpacked archive
   */
  record Distributed(String name) implements ModelLocation {
    private static final long serialVersionUID = 1;

    /** Checks that the name is not null. */
    public Distributed {
      Objects.requireNonNull(name, "name");
    }

    /** A file that every module directory has. */
    private static final String MODULE = "saved_model.pb";

    /**
     * Finds the file. Spark 4 gives each SQL session its own directory, where {@code
     * SparkFiles.get} looks; files that the application started with are in the directory above it.
     */
    @Override
    public ModelSource resolve() throws IOException {
      if (SparkEnv.get() == null) {
        throw new IllegalStateException(
            "Spark is not running, so it cannot provide " + name + "; start the session first");
      }
      Path ofSession = Path.of(SparkFiles.get(name));
      Path ofApplication = Path.of(SparkFiles.getRootDirectory(), name);
      for (Path file : List.of(ofSession, ofApplication)) {
        if (Files.exists(file)) {
          return ModelSource.parse(unwrapped(file).toAbsolutePath().toString());
        }
      }
      throw new NoSuchFileException(
          ofApplication.toString(),
          null,
          "Spark did not distribute this file; pass the file to spark-submit with --files or"
              + " --archives; files that addFile and addArchive add later reach only sessions"
              + " created with spark.sql.artifact.isolation.enabled=false");
    }

    /**
     * Returns the only directory in {@code found} if it is a model, as in an archive that {@code
     * tar czf m.tgz m} made; otherwise {@code found}.
     */
    static Path unwrapped(Path found) throws IOException {
      if (!Files.isDirectory(found) || Files.exists(found.resolve(MODULE))) {
        return found;
      }
      try (Stream<Path> children = Files.list(found)) {
        // macOS packs hidden files next to the directory.
        List<Path> visible =
            children.filter(child -> !child.getFileName().toString().startsWith(".")).toList();
        return visible.size() == 1 && Files.exists(visible.get(0).resolve(MODULE))
            ? visible.get(0)
            : found;
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
