import { Module } from '@nestjs/common';
import { handlers } from './handlers.js';
import { BooksController } from './http/books.controller.js';
import { AddingUp } from './reports/adding-up.js';

@Module({ controllers: [...Object.values(handlers), BooksController], providers: [AddingUp] })
export class LedgerModule {}
