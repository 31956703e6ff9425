package io.github.inceptionv2.training;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Counts images by actual and predicted class. Uses memory only for pairs that occur. Not
 * thread-safe while counting.
 */
final class Confusion {

  private final int columns;
  private final List<SortedMap<Integer, Integer>> rows = new ArrayList<>();
  private final int[] rowSums;
  private final int[] columnSums;

  /** The number of images with an actual class (row) and a predicted class (column). */
  record Cell(int row, int column, int count) {}

  Confusion(int rows, int columns) {
    for (int row = 0; row < rows; row++) {
      this.rows.add(new TreeMap<>());
    }
    this.columns = columns;
    this.rowSums = new int[rows];
    this.columnSums = new int[columns];
  }

  void add(int row, int column) {
    rows.get(row).merge(column, 1, Integer::sum);
    rowSums[row]++;
    columnSums[column]++;
  }

  int count(int row, int column) {
    return rows.get(row).getOrDefault(column, 0);
  }

  int rowSum(int row) {
    return rowSums[row];
  }

  int columnSum(int column) {
    return columnSums[column];
  }

  /** Returns the pairs that occur, row by row. */
  List<Cell> cells() {
    return IntStream.range(0, rows.size()).boxed().flatMap(row -> row(row).stream()).toList();
  }

  /** Returns the pairs of a row that occur. */
  List<Cell> row(int row) {
    return rows.get(row).entrySet().stream()
        .map(cell -> new Cell(row, cell.getKey(), cell.getValue()))
        .toList();
  }

  /** Returns an unmodifiable view of all rows with all their columns. */
  List<List<Integer>> matrix() {
    return new View<>(rows.size(), row -> new View<>(columns, column -> count(row, column)));
  }

  /** A list that computes its elements on demand. */
  private static final class View<T> extends AbstractList<T> {

    private final int size;
    private final IntFunction<T> elements;

    View(int size, IntFunction<T> elements) {
      this.size = size;
      this.elements = elements;
    }

    @Override
    public T get(int index) {
      return elements.apply(Objects.checkIndex(index, size));
    }

    @Override
    public int size() {
      return size;
    }
  }
}
