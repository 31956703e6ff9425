package io.github.inceptionv2.spark;

import io.github.inceptionv2.Batch;
import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.Prediction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import scala.collection.immutable.ArraySeq;

/** Classifies the rows of a partition. */
final class InferenceTask implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1;

  private final SerializedRecipe recipe;
  private final TaskSettings settings;
  private final StructType input;
  private final Counters counters;
  private final Broadcast<SerializableConfiguration> hadoop;

  InferenceTask(
      SerializedRecipe recipe,
      TaskSettings settings,
      StructType input,
      Counters counters,
      Broadcast<SerializableConfiguration> hadoop) {
    this.recipe = recipe;
    this.settings = settings;
    this.input = input;
    this.counters = counters;
    this.hadoop = hadoop;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) throws IOException {
    if (!rows.hasNext()) {
      return rows;
    }
    ModelPool.Lease lease = ModelPool.ofJvm().acquire(recipe.key(), this::open);
    TaskCompletionListener release = context -> lease.close();
    TaskContext.get().addTaskCompletionListener(release);
    return new BatchIterator(
        rows, settings.batchSize(), reader()::read, batch -> compute(lease.model(), batch));
  }

  private RowReader reader() {
    ColumnPath image = settings.columns().imagePath(input);
    return new RowReader(
        image,
        settings.columns().namePath(input),
        PixelStruct.of(image.type()).orElse(null),
        hadoop.value().value(),
        settings.maxBytes());
  }

  private InceptionV2 open() throws IOException {
    int processors = Runtime.getRuntime().availableProcessors();
    int threads = ExecutorCores.count(SparkEnv.get().conf(), processors);
    InceptionV2 model = recipe.read().open(threads);
    counters.opened().add(1);
    return model;
  }

  private List<Row> compute(InceptionV2 model, List<ImageRow> rows) {
    Iterator<Outcome> outcomes = infer(model, rows).iterator();
    List<Row> results = new ArrayList<>();
    for (ImageRow row : rows) {
      Outcome outcome = row.image() == null ? Outcome.failed(row.error()) : outcomes.next();
      counters.unreadable().add(outcome.error() == null ? 0 : 1);
      results.add(extend(row.row(), outcome));
    }
    counters.images().add(rows.size());
    return results;
  }

  /** Returns the outcome of each row that has an image. */
  private List<Outcome> infer(InceptionV2 model, List<ImageRow> rows) {
    long start = System.nanoTime();
    Batch batch =
        model.batch(rows.stream().filter(row -> row.image() != null).map(ImageRow::image).toList());
    List<Outcome> outcomes =
        Outcome.of(batch, settings.count(), settings.columns().features() != null);
    counters.busyMillis().add((System.nanoTime() - start) / 1_000_000);
    counters.networkMillis().add(NetworkTime.take().toMillis());
    return outcomes;
  }

  private Row extend(Row row, Outcome outcome) {
    Columns columns = settings.columns();
    List<Object> values = new ArrayList<>(row.size() + 3);
    for (int i = 0; i < row.size(); i++) {
      values.add(row.get(i));
    }
    if (columns.predictions() != null) {
      values.add(outcome.predictions() == null ? null : rows(outcome.predictions()));
    }
    if (columns.features() != null) {
      float[] features = outcome.features();
      values.add(features == null ? null : ArraySeq.unsafeWrapArray(features));
    }
    values.add(outcome.error());
    return RowFactory.create(values.toArray());
  }

  private static Object rows(List<Prediction> predictions) {
    Row[] rows = new Row[predictions.size()];
    for (int i = 0; i < rows.length; i++) {
      Prediction p = predictions.get(i);
      rows[i] = RowFactory.create(p.index(), p.label(), p.wordNetId().orElse(""), p.probability());
    }
    return ArraySeq.unsafeWrapArray(rows);
  }
}
