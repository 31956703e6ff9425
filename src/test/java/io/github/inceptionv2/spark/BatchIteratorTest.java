package io.github.inceptionv2.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class BatchIteratorTest {

  private final List<Integer> sizes = new ArrayList<>();
  private int maxRows = BatchIterator.DEFAULT_ROWS;

  @Test
  void rows_comeInOrder_inBatchesOfSixteen() {
    Iterator<Row> rows = iterator(40, 1000);
    for (int i = 0; i < 40; i++) {
      assertEquals(i, rows.next().getInt(0));
      assertEquals(1 + i / 16, sizes.size(), "as late as possible");
    }
    assertEquals(List.of(16, 16, 8), sizes);
    assertFalse(rows.hasNext());
    assertThrows(NoSuchElementException.class, rows::next);
  }

  @Test
  void batches_haveTheConfiguredSize() {
    maxRows = 3;
    iterator(7, 1000).forEachRemaining(row -> {});
    assertEquals(List.of(3, 3, 1), sizes);
  }

  @Test
  void largeImages_areNotCollectedIntoBatches() {
    iterator(5, BatchIterator.ENOUGH_BYTES / 2).forEachRemaining(row -> {});
    assertEquals(List.of(2, 2, 1), sizes);
    sizes.clear();
    iterator(3, 2 * BatchIterator.ENOUGH_BYTES - 1).forEachRemaining(row -> {});
    assertEquals(List.of(1, 1, 1), sizes);
  }

  private Iterator<Row> iterator(int count, int byteCount) {
    List<Row> rows = IntStream.range(0, count).<Row>mapToObj(RowFactory::create).toList();
    return new BatchIterator(
        rows.iterator(),
        maxRows,
        row -> new ImageRow(row, null, byteCount, "unread"),
        batch -> {
          sizes.add(batch.size());
          return batch.stream().map(ImageRow::row).toList();
        });
  }
}
