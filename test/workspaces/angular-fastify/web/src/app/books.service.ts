import { injector } from './http';
import { HttpClient } from '@angular/common/http';
import { inject, runInInjectionContext } from '@angular/core';
import { firstValueFrom } from 'rxjs';

const api = 'http://localhost:3100';

class Books {
  private http = inject(HttpClient);

  all() {
    return firstValueFrom(this.http.get(`${api}/books`));
  }

  mine(token: string) {
    return firstValueFrom(this.http.get(`${api}/books`, { headers: { Authorization: `Bearer ${token}` } }));
  }

  add(title: string) {
    return firstValueFrom(this.http.post(`${api}/books`, { title }));
  }

  remove(id: number) {
    return firstValueFrom(this.http.delete(`${api}/books/${id}`));
  }
}

class Money {
  private http = inject(HttpClient);

  invoices() {
    return firstValueFrom(this.http.get('http://localhost:3101/invoices'));
  }

  pay(id: number) {
    return firstValueFrom(this.http.put(`http://localhost:3101/invoices/${id}`, { paid: true }));
  }

  visits() {
    return firstValueFrom(this.http.get('http://localhost:3102/visits'));
  }

  visit() {
    return firstValueFrom(this.http.post('http://localhost:3102/visits', { page: 'home' }));
  }
}

const books = runInInjectionContext(injector, () => new Books());
const money = runInInjectionContext(injector, () => new Money());

export const all = () => books.all();
export const mine = () => books.mine('x');
export const add = () => books.add('Emma');
export const remove = () => books.remove(1);
export const invoices = () => money.invoices();
export const pay = () => money.pay(1);
export const visits = () => money.visits();
export const visit = () => money.visit();
