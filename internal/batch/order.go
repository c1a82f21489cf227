package batch

import "sync"

// InOrder calls do for each number below n, several at a time, and take with what it gave in the order of the numbers,
// one call at a time. worker, below jobs, is that of no other call at the same time. No more than a few results wait for
// their turn. After an error of take, which is returned, no more are begun.
func InOrder[T any](n, jobs int, do func(worker, i int) T, take func(T) error) error {
	const waiting = 4 // for each worker
	type place struct {
		i    int
		done chan T
	}
	begun, inOrder := make(chan place), make(chan place, waiting*jobs)
	stop := make(chan struct{})
	go func() {
		defer close(inOrder)
		defer close(begun)
		for i := range n {
			p := place{i, make(chan T, 1)}
			select {
			case inOrder <- p:
			case <-stop:
				return
			}
			begun <- p
		}
	}()
	var workers sync.WaitGroup
	for worker := range jobs {
		workers.Go(func() {
			for p := range begun {
				p.done <- do(worker, p.i)
			}
		})
	}
	defer workers.Wait()
	for p := range inOrder {
		if err := take(<-p.done); err != nil {
			close(stop)
			for range inOrder { // those that were begun come to their end
			}
			return err
		}
	}
	return nil
}
