package io.github.inceptionv2.spark;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.Function;
import org.apache.spark.sql.Row;

/** Computes rows in batches. A batch is computed when its first row is requested. */
final class BatchIterator implements Iterator<Row> {

  /** Larger batches of 224x224 images are hardly faster, but each image uses 12 MB. */
  static final int DEFAULT_ROWS = 16;

  /** A batch takes no more images once it holds this many bytes. */
  static final int ENOUGH_BYTES = 64 << 20;

  private final Iterator<Row> rows;
  private final int maxRows;
  private final Function<Row, ImageRow> read;
  private final Function<List<ImageRow>, List<Row>> compute;
  private final Queue<Row> done = new ArrayDeque<>();

  BatchIterator(
      Iterator<Row> rows,
      int maxRows,
      Function<Row, ImageRow> read,
      Function<List<ImageRow>, List<Row>> compute) {
    this.rows = rows;
    this.maxRows = maxRows;
    this.read = read;
    this.compute = compute;
  }

  @Override
  public boolean hasNext() {
    return !done.isEmpty() || rows.hasNext();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (done.isEmpty()) {
      done.addAll(compute.apply(batch()));
    }
    return done.remove();
  }

  private List<ImageRow> batch() {
    List<ImageRow> batch = new ArrayList<>();
    long bytes = 0;
    while (batch.size() < maxRows && bytes < ENOUGH_BYTES && rows.hasNext()) {
      ImageRow image = read.apply(rows.next());
      bytes += image.byteCount();
      batch.add(image);
    }
    return batch;
  }
}
