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

/** How each JVM comes to the model, by what is on its own machine. */
sealed interface ModelPlace extends Serializable {

  /** Returns where the model is for this JVM. */
  ModelSource resolve() throws IOException;

  /** A path that all see, or what each one's cache holds. */
  record Source(ModelSource source) implements ModelPlace {
    private static final long serialVersionUID = 1;

    /** Checks that there is one. */
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
   * What Spark brings to each executor.
   *
   * @param name of the file, or of the directory that an archive became
   */
  record Distributed(String name) implements ModelPlace {
    private static final long serialVersionUID = 1;

    /** Checks that there is one. */
    public Distributed {
      Objects.requireNonNull(name, "name");
    }

    /** The file that a module's own directory has. */
    private static final String MODULE = "saved_model.pb";

    /**
     * Spark 4 gives each SQL session a directory of its own, where {@code SparkFiles.get} looks;
     * what an application starts with lies above it.
     */
    @Override
    public ModelSource resolve() throws IOException {
      if (SparkEnv.get() == null) {
        throw new IllegalStateException(
            "there is no Spark to bring " + name + "; start the session first");
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
          "Spark did not bring it; name it to --files or --archives of spark-submit; what addFile"
              + " and addArchive add later reaches only sessions that were created with"
              + " spark.sql.artifact.isolation.enabled=false");
    }

    /** Returns the one folder inside {@code found}, as {@code tar czf m.tgz m} packs a model. */
    static Path unwrapped(Path found) throws IOException {
      if (!Files.isDirectory(found) || Files.exists(found.resolve(MODULE))) {
        return found;
      }
      try (Stream<Path> children = Files.list(found)) {
        // macOS packs hidden files beside the folder.
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
