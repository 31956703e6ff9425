package io.github.inceptionv2.spark;

import io.github.inceptionv2.Crops;
import io.github.inceptionv2.ImageOptions;
import io.github.inceptionv2.ImageSize;
import io.github.inceptionv2.Labels;
import io.github.inceptionv2.ModelInfo;
import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.Precision;
import io.github.inceptionv2.Preprocessing;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Classifies the images of a Spark dataset, and computes their feature vectors. Immutable and
 * thread-safe.
 *
 * <pre>{@code
 * SparkSession spark = SparkSession.builder().getOrCreate();
 * SparkInception inception =
 *     SparkInception.builder(ModelSource.directory(Path.of("/models/flowers"))).classify(5).build();
 * Dataset<Row> images = spark.read().format("binaryFile").load("hdfs:///photos");
 * inception.transform(images).drop("content").write().parquet("hdfs:///predictions");
 * }</pre>
 *
 * <p>Tasks carry the name and SHA-256 of the model, but no weights. Each executor finds the model
 * on its own, checks the SHA-256, and opens the model once for all its tasks. The model stays open
 * until the JVM exits, or until another model is opened while no task uses it.
 *
 * <p>An image that cannot be read or decoded has null results, and a message in the column {@code
 * error}. A model that cannot be opened, or differs from the driver's model, fails the job.
 */
public final class SparkInception {

  private final SerializedRecipe recipe;
  private final TaskSettings settings;

  private SparkInception(SerializedRecipe recipe, TaskSettings settings) {
    this.recipe = recipe;
    this.settings = settings;
  }

  /**
   * Returns a builder for a model that the driver and each executor find on their own: at a path
   * that exists on all machines, in each machine's {@link io.github.inceptionv2.ModelCache}, or by
   * downloading it, as documented for the source.
   */
  public static Builder builder(ModelSource source) {
    return new Builder(new ModelLocation.Source(Objects.requireNonNull(source, "source")));
  }

  /**
   * Returns a builder for a model that Spark distributes to each executor: with {@code --files} or
   * {@code --archives} of {@code spark-submit}, which are the settings {@code spark.files} and
   * {@code spark.archives}.
   *
   * <p>Files that {@code addFile} and {@code addArchive} of {@code SparkContext} add later reach
   * only sessions created with {@code spark.sql.artifact.isolation.enabled=false}, because Spark 4
   * separates the files of sessions.
   *
   * @param name the name for {@code SparkFiles.get}: the name of the file, or the part after the
   *     {@code #} of an archive's address, which names the unpacked directory
   */
  public static Builder distributed(String name) {
    return new Builder(new ModelLocation.Distributed(Objects.requireNonNull(name, "name")));
  }

  /**
   * Returns {@code images} with the requested columns appended. Nothing is computed until Spark
   * needs a row.
   *
   * <ul>
   *   <li>{@code predictions}: array of struct of {@code index} (int), {@code label} (string),
   *       {@code wordNetId} (string, may be empty) and {@code probability} (float), the most
   *       probable first
   *   <li>{@code features}: array of 1024 floats
   *   <li>{@code error}: the reason why predictions and features are null; null if there was no
   *       error
   * </ul>
   *
   * <p>Spark computes the result again for every action on it. If you use the result more than
   * once, write or {@code persist} it first. Filter {@code images} rather than the result.
   *
   * @param images a dataset with a column of image files, of paths of image files, or of raw pixels
   * @throws IllegalArgumentException if a column is missing, has another type, or already exists
   */
  public Dataset<Row> transform(Dataset<Row> images) {
    StructType output = settings.columns().output(images.schema());
    SparkContext context = images.sparkSession().sparkContext();
    InferenceTask task =
        new InferenceTask(
            recipe, settings, images.schema(), Counters.of(context), hadoop(images.sparkSession()));
    return images.mapPartitions(task, Encoders.row(output));
  }

  private static Broadcast<SerializableConfiguration> hadoop(SparkSession session) {
    return JavaSparkContext.fromSparkContext(session.sparkContext())
        .broadcast(new SerializableConfiguration(configuration(session)));
  }

  /**
   * Returns Hadoop's configuration with the settings of {@code session}, as for Spark's own
   * readers.
   */
  static Configuration configuration(SparkSession session) {
    return ((org.apache.spark.sql.classic.SparkSession) session).sessionState().newHadoopConf();
  }

  /**
   * Builds a {@link SparkInception}. For the settings of the model, see {@link
   * io.github.inceptionv2.InceptionV2.Builder}. Not thread-safe.
   */
  public static final class Builder {

    private static final String PREDICTIONS = "predictions";
    private static final String FEATURES = "features";
    private static final String ERROR = "error";

    private final ModelLocation place;
    private String sha256;
    private Labels labels;
    private Preprocessing preprocessing;
    private ImageSize imageSize;
    private Crops crops;
    private ImageOptions images;
    private Precision precision;
    private int batchSize = BatchIterator.DEFAULT_ROWS;
    private Integer count;
    private boolean isFeatures;
    private String imageColumn = Columns.DEFAULT_IMAGE;
    private String nameColumn;
    private String predictionColumn = PREDICTIONS;
    private String featureColumn = FEATURES;
    private String errorColumn = ERROR;

    private Builder(ModelLocation place) {
      this.place = place;
    }

    /**
     * Adds predictions.
     *
     * @param count the number of predictions for each image, from 1 to the number of classes
     */
    public Builder classify(int count) {
      this.count = count;
      return this;
    }

    /** Adds feature vectors, which cost nothing extra if predictions are added too. */
    public Builder featureVectors() {
      isFeatures = true;
      return this;
    }

    /**
     * Sets the column of images; {@code content} if unset. A field of a struct has a name such as
     * {@code photo.content}. The column holds one of:
     *
     * <ul>
     *   <li>bytes of files
     *   <li>Hadoop paths, such as {@code hdfs:///photos/a.jpg}
     *   <li>raw pixels, as the struct {@code image} of {@code spark.read().format("image")}
     * </ul>
     */
    public Builder imageColumn(String name) {
      imageColumn = Objects.requireNonNull(name, "name");
      return this;
    }

    /** Sets the column of names for error messages. If unset, {@code path} is used if it exists. */
    public Builder nameColumn(String name) {
      nameColumn = Objects.requireNonNull(name, "name");
      return this;
    }

    /** Sets the name of the new column of predictions; {@value #PREDICTIONS} if unset. */
    public Builder predictionColumn(String name) {
      predictionColumn = Objects.requireNonNull(name, "name");
      return this;
    }

    /** Sets the name of the new column of feature vectors; {@value #FEATURES} if unset. */
    public Builder featureColumn(String name) {
      featureColumn = Objects.requireNonNull(name, "name");
      return this;
    }

    /** Sets the name of the new column of errors; {@value #ERROR} if unset. */
    public Builder errorColumn(String name) {
      errorColumn = Objects.requireNonNull(name, "name");
      return this;
    }

    /**
     * Sets the SHA-256 that each executor's model must have, as returned by {@link
     * ModelSource#sha256}. If unset, the driver reads its own model. If set, the driver needs no
     * model; if it has a model, that model must match.
     */
    public Builder sha256(String sha256) {
      if (!sha256.matches("[0-9a-fA-F]{64}")) {
        throw new IllegalArgumentException(
            "sha256 (" + sha256 + ") must have 64 hexadecimal digits");
      }
      this.sha256 = sha256.toLowerCase(Locale.ROOT);
      return this;
    }

    /** Sets the labels. */
    public Builder labels(Labels labels) {
      this.labels = Objects.requireNonNull(labels, "labels");
      return this;
    }

    /** Sets the preprocessing of images. */
    public Builder preprocessing(Preprocessing preprocessing) {
      this.preprocessing = Objects.requireNonNull(preprocessing, "preprocessing");
      return this;
    }

    /**
     * Sets the precision of the network; float32 unless set. An executor whose processor lacks the
     * instructions logs a warning and falls back to float32.
     */
    public Builder precision(Precision precision) {
      this.precision = Objects.requireNonNull(precision, "precision");
      return this;
    }

    /**
     * Sets the maximum batch size of a task; 16 unless set. Larger batches of 224x224 images are
     * hardly faster, but each image uses 12 MB.
     *
     * @param images from 1 to 1024
     */
    public Builder batchSize(int images) {
      if (images < 1 || images > 1024) {
        throw new IllegalArgumentException("batchSize (" + images + ") must be from 1 to 1024");
      }
      this.batchSize = images;
      return this;
    }

    /** Sets the size that images are resized to. */
    public Builder imageSize(ImageSize size) {
      this.imageSize = Objects.requireNonNull(size, "size");
      return this;
    }

    /** Sets how many views of each image are averaged. */
    public Builder crops(Crops crops) {
      this.crops = Objects.requireNonNull(crops, "crops");
      return this;
    }

    /** Sets how image files are read, and which files are rejected. */
    public Builder images(ImageOptions images) {
      this.images = Objects.requireNonNull(images, "images");
      return this;
    }

    /**
     * Reads and checks the driver's complete model, including the values of its weights, unless the
     * SHA-256 is set and the driver has no model.
     *
     * @throws IllegalArgumentException if neither predictions nor feature vectors are requested, or
     *     more predictions are requested than there are classes
     * @throws io.github.inceptionv2.ModelCorruptException if the driver's model is damaged
     * @throws IOException if the model cannot be read or downloaded, does not have the SHA-256 that
     *     is set, or settings cannot be serialized for executors
     */
    public SparkInception build() throws IOException {
      if (count == null && !isFeatures) {
        throw new IllegalArgumentException(
            "nothing to compute; expected classify, featureVectors, or both");
      } else if (count != null && count < 1) {
        throw new IllegalArgumentException("count (" + count + ") must be positive");
      }
      String digest = sha256 == null ? checkedSha256() : sha256;
      if (sha256 != null) {
        compare();
      }
      ModelRecipe recipe =
          new ModelRecipe(
              place, digest, labels, preprocessing, imageSize, crops, images, precision, batchSize);
      ImageOptions limits = images == null ? ImageOptions.defaults() : images;
      return new SparkInception(
          SerializedRecipe.of(recipe),
          new TaskSettings(columns(), count == null ? 0 : count, batchSize, limits.maxBytes()));
    }

    Columns columns() {
      return new Columns(
          imageColumn,
          nameColumn,
          count == null ? null : predictionColumn,
          isFeatures ? featureColumn : null,
          errorColumn);
    }

    /** Returns the SHA-256 of the driver's model. */
    String driverSha256() throws IOException {
      return place.resolve().sha256();
    }

    private String checkedSha256() throws IOException {
      ModelSource source = place.resolve();
      ModelInfo info = source.verify();
      if (count != null && count > info.classCount()) {
        throw new IllegalArgumentException(
            "count ("
                + count
                + ") must be at most "
                + info.classCount()
                + ", the number of classes of "
                + source);
      }
      return source.sha256();
    }

    /** Checks the driver's model against the SHA-256 that is set, if the driver has a model. */
    private void compare() throws IOException {
      try {
        ModelSource source = place.resolve();
        if (source.isCached()) {
          ModelRecipe.check(source, sha256, "driver");
        }
      } catch (NoSuchFileException | IllegalStateException e) {
        return; // only executors have the model
      }
    }
  }
}
