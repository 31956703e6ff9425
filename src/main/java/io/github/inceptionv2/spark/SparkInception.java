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
 * Classifies the images of a Spark dataset, and turns them into feature vectors. Immutable, and
 * safe for use by several threads.
 *
 * <pre>{@code
 * SparkSession spark = SparkSession.builder().getOrCreate();
 * SparkInception inception =
 *     SparkInception.builder(ModelSource.directory(Path.of("/models/flowers"))).classify(5).build();
 * Dataset<Row> images = spark.read().format("binaryFile").load("hdfs:///photos");
 * inception.transform(images).drop("content").write().parquet("hdfs:///predictions");
 * }</pre>
 *
 * <p>Tasks carry the model's name and its SHA-256, and no weights. Each executor looks for the
 * model by itself, compares the SHA-256, and opens it once for all its tasks, as many as there may
 * be; it is closed when the JVM ends, or before another model is opened that no task shares it
 * with.
 *
 * <p>An image that cannot be read or decoded has null for results, and its reason in the column
 * {@code error}. A model that cannot be opened, or differs from the driver's, fails the job.
 */
public final class SparkInception {

  private final WrittenRecipe recipe;
  private final TaskSettings settings;

  private SparkInception(WrittenRecipe recipe, TaskSettings settings) {
    this.recipe = recipe;
    this.settings = settings;
  }

  /**
   * Begins with a model that the driver and each executor find by themselves: at a path that all of
   * them see, in each one's {@link io.github.inceptionv2.ModelCache}, or by a download that the
   * source documents.
   */
  public static Builder builder(ModelSource source) {
    return new Builder(new ModelPlace.Source(Objects.requireNonNull(source, "source")));
  }

  /**
   * Begins with a model that Spark brings to each executor: by {@code --files} or {@code
   * --archives} of {@code spark-submit}, which are the settings {@code spark.files} and {@code
   * spark.archives}.
   *
   * <p>What {@code addFile} and {@code addArchive} of {@code SparkContext} add later reaches only
   * sessions that were created with {@code spark.sql.artifact.isolation.enabled=false}: Spark 4
   * keeps the files of sessions apart.
   *
   * @param name what {@code SparkFiles.get} takes: the name of the file, or what stands behind the
   *     {@code #} of an archive, which is then a directory
   */
  public static Builder distributed(String name) {
    return new Builder(new ModelPlace.Distributed(Objects.requireNonNull(name, "name")));
  }

  /**
   * Returns {@code images} with the columns that were asked for behind its own. Nothing is computed
   * until Spark needs a row.
   *
   * <ul>
   *   <li>{@code predictions}: array of struct of {@code index} (int), {@code label} (string),
   *       {@code wordNetId} (string, may be empty) and {@code probability} (float), the most
   *       probable first
   *   <li>{@code features}: array of 1024 floats
   *   <li>{@code error}: why both are null; null if they are not
   * </ul>
   *
   * <p>Spark computes the result anew for every action on it. Write it, or {@code persist} it,
   * before you use it twice, and filter {@code images} rather than the result.
   *
   * @param images with a column of bytes of image files, of their paths, or of raw pixels
   * @throws IllegalArgumentException if a column is missing, of another type, or there already
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

  /** Hadoop's, with what is set for {@code session}, as Spark's own readers have it. */
  static Configuration configuration(SparkSession session) {
    return ((org.apache.spark.sql.classic.SparkSession) session).sessionState().newHadoopConf();
  }

  /**
   * Settings; those of the model are as {@link io.github.inceptionv2.InceptionV2.Builder} says. Not
   * thread-safe.
   */
  public static final class Builder {

    private static final String PREDICTIONS = "predictions";
    private static final String FEATURES = "features";
    private static final String ERROR = "error";

    private final ModelPlace place;
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

    private Builder(ModelPlace place) {
      this.place = place;
    }

    /**
     * Asks for predictions.
     *
     * @param count how many for each image, from 1 to the number of classes
     */
    public Builder classify(int count) {
      this.count = count;
      return this;
    }

    /** Asks for feature vectors, which cost nothing more if predictions are asked for, too. */
    public Builder featureVectors() {
      isFeatures = true;
      return this;
    }

    /**
     * Names the column with the images; {@code content} if unset. A field of a struct is named as
     * {@code photo.content}. The column holds one of:
     *
     * <ul>
     *   <li>bytes of files
     *   <li>paths as Hadoop understands them, such as {@code hdfs:///photos/a.jpg}
     *   <li>raw pixels, as the struct {@code image} of {@code spark.read().format("image")}
     * </ul>
     */
    public Builder imageColumn(String name) {
      imageColumn = Objects.requireNonNull(name, "name");
      return this;
    }

    /** Names the column that errors name an image by; {@code path} if unset and there is one. */
    public Builder nameColumn(String name) {
      nameColumn = Objects.requireNonNull(name, "name");
      return this;
    }

    /** Names the new column of predictions; {@value #PREDICTIONS} if unset. */
    public Builder predictionColumn(String name) {
      predictionColumn = Objects.requireNonNull(name, "name");
      return this;
    }

    /** Names the new column of feature vectors; {@value #FEATURES} if unset. */
    public Builder featureColumn(String name) {
      featureColumn = Objects.requireNonNull(name, "name");
      return this;
    }

    /** Names the new column of errors; {@value #ERROR} if unset. */
    public Builder errorColumn(String name) {
      errorColumn = Objects.requireNonNull(name, "name");
      return this;
    }

    /**
     * Sets the SHA-256 that each executor's model must have, as {@link ModelSource#sha256} returns
     * it. If unset, the driver reads its own model. If set, the driver needs no model; a model that
     * it has must match.
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

    /** Sets how images become the network's input. */
    public Builder preprocessing(Preprocessing preprocessing) {
      this.preprocessing = Objects.requireNonNull(preprocessing, "preprocessing");
      return this;
    }

    /**
     * Sets the numbers that the network computes with; float32 unless set. An executor whose
     * processor lacks the instructions uses float32, and logs a warning.
     */
    public Builder precision(Precision precision) {
      this.precision = Objects.requireNonNull(precision, "precision");
      return this;
    }

    /**
     * Sets the most images that a task computes at once; 16 unless set. More than 16 images of
     * 224x224 bring little speed and cost 12 MB each.
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

    /** Sets what images are resized to. */
    public Builder imageSize(ImageSize size) {
      this.imageSize = Objects.requireNonNull(size, "size");
      return this;
    }

    /** Sets how many views of each image are averaged. */
    public Builder crops(Crops crops) {
      this.crops = Objects.requireNonNull(crops, "crops");
      return this;
    }

    /** Sets how image files are read, and which are refused. */
    public Builder images(ImageOptions images) {
      this.images = Objects.requireNonNull(images, "images");
      return this;
    }

    /**
     * Reads and checks the whole model of the driver, the values of its weights too, unless the
     * SHA-256 is set and the driver has no model.
     *
     * @throws IllegalArgumentException if neither predictions nor feature vectors are asked for, or
     *     more predictions than there are classes
     * @throws io.github.inceptionv2.ModelCorruptException if the driver's model is damaged
     * @throws IOException if the model cannot be read or downloaded, does not have the SHA-256 that
     *     is set, or settings cannot be written for executors
     */
    public SparkInception build() throws IOException {
      if (count == null && !isFeatures) {
        throw new IllegalArgumentException(
            "nothing is asked for; expected classify, featureVectors, or both");
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
          WrittenRecipe.of(recipe),
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

    /** Compares the driver's model with the SHA-256 that is set, if the driver has one. */
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
