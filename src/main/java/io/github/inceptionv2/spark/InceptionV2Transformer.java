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
 * A stage of a Spark ML pipeline that classifies images and computes feature vectors. It needs
 * {@code spark-mllib} in addition to Spark SQL. Not thread-safe while it is configured.
 *
 * <pre>{@code
 * SparkSession spark = SparkSession.builder().getOrCreate();
 * Dataset<Row> images = spark.read().format("binaryFile").load("hdfs:///photos");
 * InceptionV2Transformer inception =
 *     new InceptionV2Transformer().setModel("/models/flowers").setFeaturesCol("features");
 * Dataset<Row> vectors = inception.transform(images);
 * }</pre>
 *
 * <p>A saved stage holds the model's name and SHA-256, but no weights. Wherever the stage is
 * loaded, a model with that name and SHA-256 must exist. If the driver has the model, it checks the
 * model before a job starts. Every executor checks the model before opening it.
 */
public final class InceptionV2Transformer extends InceptionV2Params
    implements DefaultParamsWritable {

  private static final long serialVersionUID = 1;

  /** Creates a stage with a unique name. */
  public InceptionV2Transformer() {
    this(Identifiable.randomUID("inception-v2"));
  }

  /** Creates a stage with the unique name {@code uid}. Spark calls this constructor. */
  public InceptionV2Transformer(String uid) {
    super(uid);
  }

  private <T> InceptionV2Transformer with(Param<T> param, T value) {
    set(param, value);
    return this;
  }

  /**
   * Sets the model: {@code imagenet}, {@code untrained}, a TensorFlow Hub handle, an http or https
   * URL, or a path that exists on the driver and all executors.
   *
   * @throws IllegalArgumentException if {@code name} is not a model, or is in a Hadoop file system
   */
  public InceptionV2Transformer setModel(String name) {
    ModelName.source(name);
    return with(model(), name);
  }

  /** Sets the model that {@code --archives} or {@code --files} of spark-submit distributes. */
  public InceptionV2Transformer setModelFile(String name) {
    return with(modelFile(), name);
  }

  /** Sets the SHA-256 that the model must have. If unset, the driver's model determines it. */
  public InceptionV2Transformer setModelSha256(String sha256) {
    return with(modelSha256(), sha256);
  }

  /** Sets the column of images, as in {@link SparkInception.Builder#imageColumn}. */
  public InceptionV2Transformer setInputCol(String name) {
    return with(inputCol(), name);
  }

  /** Sets the column of names for error messages. */
  public InceptionV2Transformer setNameCol(String name) {
    return with(nameCol(), name);
  }

  /** Sets the new column of predictions. */
  public InceptionV2Transformer setOutputCol(String name) {
    return with(outputCol(), name);
  }

  /** Adds a column with feature vectors of 1024 numbers, as Spark ML vectors. */
  public InceptionV2Transformer setFeaturesCol(String name) {
    return with(featuresCol(), name);
  }

  /** Adds a column with the most probable label. */
  public InceptionV2Transformer setTopLabelCol(String name) {
    return with(topLabelCol(), name);
  }

  /** Adds a column with the greatest probability. */
  public InceptionV2Transformer setTopProbabilityCol(String name) {
    return with(topProbabilityCol(), name);
  }

  /** Sets the new column of errors. */
  public InceptionV2Transformer setErrorCol(String name) {
    return with(errorCol(), name);
  }

  /**
   * Sets the handling of rows whose image cannot be read: {@code keep}, with null results, or
   * {@code skip}, for stages that do not accept null.
   */
  public InceptionV2Transformer setHandleInvalid(String what) {
    return with(handleInvalid(), what);
  }

  /** Sets the number of predictions for each image; 0 for feature vectors only. */
  public InceptionV2Transformer setTopK(int count) {
    return with(topK(), count);
  }

  /**
   * Sets the maximum batch size of a task.
   *
   * @param images from 1 to 1024
   */
  public InceptionV2Transformer setBatchSize(int images) {
    return with(batchSize(), images);
  }

  /**
   * Sets the precision.
   *
   * @throws IllegalArgumentException if there is no such {@link Precision}
   */
  public InceptionV2Transformer setPrecision(String name) {
    return with(precision(), Precision.of(name).toString());
  }

  /**
   * Sets the preprocessing of images.
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
   * @throws IllegalArgumentException if a column is missing, has another type or already exists, or
   *     if there is nothing to compute
   */
  @Override
  public StructType transformSchema(StructType input) {
    boolean isFlat = isDefined(topLabelCol()) || isDefined(topProbabilityCol());
    if (number(topK()) == 0 && isFlat) {
      throw new IllegalArgumentException(
          "topK (0) must be at least 1 for topLabelCol and topProbabilityCol");
    } else if (number(topK()) == 0 && !isDefined(featuresCol())) {
      throw new IllegalArgumentException("nothing to compute: topK (0) needs featuresCol");
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
   * @throws IllegalArgumentException for the same reasons as {@link #transformSchema}
   * @throws UncheckedIOException if the driver's model cannot be read, or has a different SHA-256
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
      throw new IllegalArgumentException("set either model or modelFile, and not both");
    }
    return isDefined(modelFile())
        ? SparkInception.distributed(orNull(modelFile()))
        : SparkInception.builder(ModelName.source(orNull(model())));
  }

  /** Returns a copy of this stage with the parameters of {@code extra}. */
  @Override
  public InceptionV2Transformer copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /**
   * Returns a writer that saves this stage: the name of the model, made absolute if it is a path,
   * and its SHA-256.
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

  /** Returns a reader that loads a stage. */
  public static MLReader<InceptionV2Transformer> read() {
    return new DefaultParamsReader<>();
  }

  /** Loads a stage that was saved at {@code path}. */
  public static InceptionV2Transformer load(String path) {
    return read().load(path);
  }
}
