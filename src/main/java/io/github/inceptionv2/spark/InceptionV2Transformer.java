package io.github.inceptionv2.spark;

import io.github.inceptionv2.Precision;
import io.github.inceptionv2.Preprocessing;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * A stage of a Spark ML pipeline that classifies images and makes feature vectors of them. Needs
 * {@code spark-mllib} beside Spark SQL. Not thread-safe while it is set up.
 *
 * <pre>{@code
 * SparkSession spark = SparkSession.builder().getOrCreate();
 * Dataset<Row> images = spark.read().format("binaryFile").load("hdfs:///photos");
 * InceptionV2Transformer inception =
 *     new InceptionV2Transformer().setModel("/models/flowers").setFeaturesCol("features");
 * Dataset<Row> vectors = inception.transform(images);
 * }</pre>
 *
 * <p>The stage is saved as the name of the model and its SHA-256, without weights. Wherever the
 * stage is loaded, the model must be found under that name and have that SHA-256: the driver checks
 * before a job starts, if it has the model, and every executor checks before it opens the model.
 */
public final class InceptionV2Transformer extends InceptionV2Params
    implements DefaultParamsWritable {

  private static final long serialVersionUID = 1;

  /** Creates a stage with a name of its own. */
  public InceptionV2Transformer() {
    this(Identifiable.randomUID("inception-v2"));
  }

  /** Creates the stage {@code uid}; Spark itself calls this. */
  public InceptionV2Transformer(String uid) {
    super(uid);
  }

  private <T> InceptionV2Transformer with(Param<T> param, T value) {
    set(param, value);
    return this;
  }

  /**
   * Sets the model: {@code imagenet}, {@code untrained}, a handle of TensorFlow Hub, an http or
   * https address, or a path that the driver and all executors have.
   *
   * @throws IllegalArgumentException if the name means no model, or one in a file system of Hadoop
   */
  public InceptionV2Transformer setModel(String name) {
    ModelName.source(name);
    return with(model(), name);
  }

  /** Sets the model that {@code --archives} or {@code --files} of spark-submit brings. */
  public InceptionV2Transformer setModelFile(String name) {
    return with(modelFile(), name);
  }

  /** Sets the SHA-256 that the model must have; the driver's model decides if unset. */
  public InceptionV2Transformer setModelSha256(String sha256) {
    return with(modelSha256(), sha256);
  }

  /** Sets the column of images, as {@link SparkInception.Builder#imageColumn} takes it. */
  public InceptionV2Transformer setInputCol(String name) {
    return with(inputCol(), name);
  }

  /** Sets the column of the names that errors use. */
  public InceptionV2Transformer setNameCol(String name) {
    return with(nameCol(), name);
  }

  /** Sets the new column of predictions. */
  public InceptionV2Transformer setOutputCol(String name) {
    return with(outputCol(), name);
  }

  /** Adds feature vectors of 1024 numbers, as vectors of Spark ML. */
  public InceptionV2Transformer setFeaturesCol(String name) {
    return with(featuresCol(), name);
  }

  /** Adds a column of the most probable label. */
  public InceptionV2Transformer setTopLabelCol(String name) {
    return with(topLabelCol(), name);
  }

  /** Adds a column of the greatest probability. */
  public InceptionV2Transformer setTopProbabilityCol(String name) {
    return with(topProbabilityCol(), name);
  }

  /** Sets the new column of errors. */
  public InceptionV2Transformer setErrorCol(String name) {
    return with(errorCol(), name);
  }

  /**
   * Sets what becomes of a row whose image cannot be read: {@code keep}, with null for results, or
   * {@code skip}, for stages that do not take null.
   */
  public InceptionV2Transformer setHandleInvalid(String what) {
    return with(handleInvalid(), what);
  }

  /** Sets the number of predictions for each image; 0 for feature vectors alone. */
  public InceptionV2Transformer setTopK(int count) {
    return with(topK(), count);
  }

  /**
   * Sets the most images that a task computes at once.
   *
   * @param images from 1 to 1024
   */
  public InceptionV2Transformer setBatchSize(int images) {
    return with(batchSize(), images);
  }

  /**
   * Sets the numbers to compute with.
   *
   * @throws IllegalArgumentException if there is no such {@link Precision}
   */
  public InceptionV2Transformer setPrecision(String name) {
    return with(precision(), Precision.of(name).toString());
  }

  /**
   * Sets how images become the network's input.
   *
   * @throws IllegalArgumentException if there is no such {@link Preprocessing}
   */
  public InceptionV2Transformer setPreprocessing(String name) {
    Preprocessing.of(name);
    return with(preprocessing(), name);
  }

  /**
   * Returns {@code input} with the columns that this stage adds.
   *
   * @throws IllegalArgumentException if a column is missing, of another type, or there already, or
   *     the stage is asked for nothing
   */
  @Override
  public StructType transformSchema(StructType input) {
    boolean isFlat = isDefined(topLabelCol()) || isDefined(topProbabilityCol());
    if (number(topK()) == 0 && isFlat) {
      throw new IllegalArgumentException(
          "topK (0) must be at least 1 for topLabelCol and topProbabilityCol");
    } else if (number(topK()) == 0 && !isDefined(featuresCol())) {
      throw new IllegalArgumentException("topK (0) without featuresCol asks for nothing");
    }
    StructType output = builder().columns().output(input);
    for (FlatColumn flat : FlatColumn.of(this)) {
      output = flat.append(output);
    }
    return output;
  }

  /**
   * Returns {@code images} with the new columns. Nothing is computed until Spark needs a row.
   *
   * @throws IllegalArgumentException as {@link #transformSchema} does
   * @throws UncheckedIOException if the driver's model cannot be read, or differs from the SHA-256
   */
  @Override
  public Dataset<Row> transform(Dataset<?> images) {
    transformSchema(images.schema());
    Dataset<Row> result;
    try {
      result = builder().build().transform(images.toDF());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (FlatColumn flat : FlatColumn.of(this)) {
      result = result.withColumn(flat.name(), flat.value());
    }
    return orNull(handleInvalid()).equals(SKIP)
        ? result.filter(FlatColumn.column(orNull(errorCol())).isNull())
        : result;
  }

  private SparkInception.Builder builder() {
    SparkInception.Builder builder = place();
    builder
        .imageColumn(orNull(inputCol()))
        .predictionColumn(orNull(outputCol()))
        .errorColumn(orNull(errorCol()))
        .preprocessing(Preprocessing.of(orNull(preprocessing())))
        .precision(Precision.of(orNull(precision())))
        .batchSize(number(batchSize()));
    if (isDefined(nameCol())) {
      builder.nameColumn(orNull(nameCol()));
    }
    if (isDefined(modelSha256())) {
      builder.sha256(orNull(modelSha256()));
    }
    if (number(topK()) > 0) {
      builder.classify(number(topK()));
    }
    return isDefined(featuresCol())
        ? builder.featureVectors().featureColumn(orNull(featuresCol()))
        : builder;
  }

  private SparkInception.Builder place() {
    if (isDefined(model()) == isDefined(modelFile())) {
      throw new IllegalArgumentException("set one of model and modelFile");
    }
    return isDefined(modelFile())
        ? SparkInception.distributed(orNull(modelFile()))
        : SparkInception.builder(ModelName.source(orNull(model())));
  }

  /** Returns a copy with other parameters. */
  @Override
  public InceptionV2Transformer copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /**
   * Begins to save this stage: the name of the model, made absolute if it is a path, and its
   * SHA-256.
   *
   * @throws UncheckedIOException if the SHA-256 is not set and the driver has no model
   */
  @Override
  public MLWriter write() {
    InceptionV2Transformer saved = copy(ParamMap.empty());
    if (isDefined(model())) {
      saved.with(model(), ModelName.absolute(orNull(model())));
    }
    if (!isDefined(modelSha256())) {
      try {
        saved.setModelSha256(place().driverSha256());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new DefaultParamsWriter(saved);
  }

  /** Begins to load a stage. */
  public static MLReader<InceptionV2Transformer> read() {
    return new DefaultParamsReader<>();
  }

  /** Loads a stage that was saved at {@code path}. */
  public static InceptionV2Transformer load(String path) {
    return read().load(path);
  }
}
